-- AlterTable
ALTER TABLE "dataset" ADD COLUMN     "data_key" TEXT;

-- What is there gets its key.
UPDATE "dataset" SET "data_key" = gen_random_uuid()::text;
