-- AlterTable
ALTER TABLE "run" ADD COLUMN "options" JSONB;
