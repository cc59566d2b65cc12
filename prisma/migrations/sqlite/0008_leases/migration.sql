-- CreateTable
CREATE TABLE "lease" (
    "run_id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "until" BIGINT NOT NULL,
    CONSTRAINT "lease_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "claim" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "by_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "given_up" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("dataset_id", "row_id", "variant_id", "side", "what", "by_id"),
    CONSTRAINT "claim_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "claim_run_id_idx" ON "claim"("run_id");
