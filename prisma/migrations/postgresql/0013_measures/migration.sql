-- AlterEnum
ALTER TYPE "RunKind" ADD VALUE 'MEASURING';

-- AlterTable
ALTER TABLE "dataset" ADD COLUMN     "measures" JSONB;

-- CreateTable
CREATE TABLE "measured" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "numbers" TEXT NOT NULL,

    CONSTRAINT "measured_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id","side")
);

-- AddForeignKey
ALTER TABLE "measured" ADD CONSTRAINT "measured_dataset_id_row_id_variant_id_side_fkey" FOREIGN KEY ("dataset_id", "row_id", "variant_id", "side") REFERENCES "entry"("dataset_id", "row_id", "variant_id", "side") ON DELETE CASCADE ON UPDATE CASCADE;
