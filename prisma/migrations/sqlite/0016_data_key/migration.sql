-- AlterTable
ALTER TABLE "dataset" ADD COLUMN "data_key" TEXT;

-- What is there gets its key.
UPDATE "dataset" SET "data_key" = lower(hex(randomblob(16)));
