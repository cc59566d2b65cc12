-- AlterTable
ALTER TABLE "labeler" ADD COLUMN "model" TEXT;
