-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_variant" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "rewriter" TEXT,
    "backend" TEXT NOT NULL DEFAULT 'IMPORTED',
    "model" TEXT,
    "prompt_version" TEXT,
    "temperature" REAL,

    PRIMARY KEY ("dataset_id", "id"),
    CONSTRAINT "variant_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_variant" ("dataset_id", "id", "rewriter") SELECT "dataset_id", "id", "rewriter" FROM "variant";
DROP TABLE "variant";
ALTER TABLE "new_variant" RENAME TO "variant";
CREATE UNIQUE INDEX "variant_dataset_id_rewriter_key" ON "variant"("dataset_id", "rewriter");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
