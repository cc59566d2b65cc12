-- AlterTable
ALTER TABLE "reward_model" ADD COLUMN "series" TEXT;
ALTER TABLE "reward_model" ADD COLUMN "step" INTEGER;

-- CreateTable
CREATE TABLE "named_slice" (
    "dataset_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "filter" JSONB NOT NULL,

    PRIMARY KEY ("dataset_id", "name"),
    CONSTRAINT "named_slice_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "objective" (
    "dataset_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "objective" JSONB NOT NULL,
    "baseline" JSONB,

    PRIMARY KEY ("dataset_id", "name"),
    CONSTRAINT "objective_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
