-- CreateEnum
CREATE TYPE "AttributeScope" AS ENUM ('PAIR', 'ENTRY');

-- CreateEnum
CREATE TYPE "AttributeKind" AS ENUM ('TEXT', 'NUMBER', 'BOOLEAN');

-- AlterTable
ALTER TABLE "pair" ADD COLUMN     "attributes" TEXT,
ADD COLUMN     "group_key" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "tie" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "entry" ADD COLUMN     "attributes" TEXT;

-- CreateTable
CREATE TABLE "attribute" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "scope" "AttributeScope" NOT NULL,
    "kind" "AttributeKind" NOT NULL,

    CONSTRAINT "attribute_pkey" PRIMARY KEY ("dataset_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "attribute_dataset_id_name_key" ON "attribute"("dataset_id", "name");

-- AddForeignKey
ALTER TABLE "attribute" ADD CONSTRAINT "attribute_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
