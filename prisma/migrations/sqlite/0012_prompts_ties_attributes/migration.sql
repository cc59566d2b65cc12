-- AlterTable
ALTER TABLE "entry" ADD COLUMN "attributes" TEXT;

-- CreateTable
CREATE TABLE "attribute" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    PRIMARY KEY ("dataset_id", "id"),
    CONSTRAINT "attribute_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
ALTER TABLE "pair" ADD COLUMN "group_key" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "pair" ADD COLUMN "tie" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "pair" ADD COLUMN "attributes" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "attribute_dataset_id_name_key" ON "attribute"("dataset_id", "name");
