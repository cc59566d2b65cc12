-- AlterTable
ALTER TABLE "entry" ADD COLUMN "answer_at" INTEGER;
