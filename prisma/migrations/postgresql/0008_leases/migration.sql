-- CreateTable
CREATE TABLE "lease" (
    "run_id" INTEGER NOT NULL,
    "until" BIGINT NOT NULL,

    CONSTRAINT "lease_pkey" PRIMARY KEY ("run_id")
);

-- CreateTable
CREATE TABLE "claim" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "what" TEXT NOT NULL,
    "by_id" INTEGER NOT NULL,
    "run_id" INTEGER NOT NULL,
    "given_up" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id","side","what","by_id")
);

-- CreateIndex
CREATE INDEX "claim_run_id_idx" ON "claim"("run_id");

-- AddForeignKey
ALTER TABLE "lease" ADD CONSTRAINT "lease_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;
