-- CreateTable
CREATE TABLE "label_batch" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "dataset_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "labeler_id" INTEGER NOT NULL,
    "batch_id" TEXT,
    "entries" TEXT NOT NULL,
    "created_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "fetched_at" DATETIME,
    CONSTRAINT "label_batch_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "label_batch_dataset_id_labeler_id_idx" ON "label_batch"("dataset_id", "labeler_id");
