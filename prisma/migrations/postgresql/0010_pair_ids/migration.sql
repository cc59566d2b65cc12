-- AlterTable
ALTER TABLE "pair" ADD COLUMN     "pair_id" TEXT;

-- AlterTable
ALTER TABLE "label_batch" ADD COLUMN     "prompt_version" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "pair_dataset_id_pair_id_key" ON "pair"("dataset_id", "pair_id");
