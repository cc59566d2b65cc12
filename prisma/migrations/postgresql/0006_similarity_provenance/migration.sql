-- AlterTable
ALTER TABLE "variant" ADD COLUMN     "similarity_provenance" JSONB;
