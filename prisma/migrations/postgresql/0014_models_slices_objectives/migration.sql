-- AlterTable
ALTER TABLE "reward_model" ADD COLUMN     "series" TEXT,
ADD COLUMN     "step" INTEGER;

-- CreateTable
CREATE TABLE "named_slice" (
    "dataset_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "filter" JSONB NOT NULL,

    CONSTRAINT "named_slice_pkey" PRIMARY KEY ("dataset_id","name")
);

-- CreateTable
CREATE TABLE "objective" (
    "dataset_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "objective" JSONB NOT NULL,
    "baseline" JSONB,

    CONSTRAINT "objective_pkey" PRIMARY KEY ("dataset_id","name")
);

-- AddForeignKey
ALTER TABLE "named_slice" ADD CONSTRAINT "named_slice_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "objective" ADD CONSTRAINT "objective_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
