-- AlterTable
ALTER TABLE "dataset" ADD COLUMN     "data_revision" INTEGER;
