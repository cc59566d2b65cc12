-- CreateTable
CREATE TABLE "dataset" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "taxonomy" JSONB NOT NULL,
    "pre_model_id" INTEGER,
    "post_model_id" INTEGER,
    "labeler_id" INTEGER
);

-- CreateTable
CREATE TABLE "pair" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "subset" TEXT,
    "prompt" TEXT NOT NULL,

    PRIMARY KEY ("dataset_id", "row_id"),
    CONSTRAINT "pair_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "variant" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "rewriter" TEXT,

    PRIMARY KEY ("dataset_id", "id"),
    CONSTRAINT "variant_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "entry" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    PRIMARY KEY ("dataset_id", "row_id", "variant_id", "side"),
    CONSTRAINT "entry_dataset_id_row_id_fkey" FOREIGN KEY ("dataset_id", "row_id") REFERENCES "pair" ("dataset_id", "row_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "entry_dataset_id_variant_id_fkey" FOREIGN KEY ("dataset_id", "variant_id") REFERENCES "variant" ("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reward_model" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "stage" TEXT,
    "backend" TEXT NOT NULL DEFAULT 'IMPORTED',
    "provenance" JSONB,

    PRIMARY KEY ("dataset_id", "id"),
    CONSTRAINT "reward_model_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "reward" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "model_id" INTEGER NOT NULL,
    "score" REAL NOT NULL,

    PRIMARY KEY ("dataset_id", "row_id", "variant_id", "side", "model_id"),
    CONSTRAINT "reward_dataset_id_row_id_variant_id_side_fkey" FOREIGN KEY ("dataset_id", "row_id", "variant_id", "side") REFERENCES "entry" ("dataset_id", "row_id", "variant_id", "side") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "reward_dataset_id_model_id_fkey" FOREIGN KEY ("dataset_id", "model_id") REFERENCES "reward_model" ("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "labeler" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "backend" TEXT NOT NULL DEFAULT 'IMPORTED',
    "prompt_version" TEXT,
    "temperature" REAL,

    PRIMARY KEY ("dataset_id", "id"),
    CONSTRAINT "labeler_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "label" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "labeler_id" INTEGER NOT NULL,
    "features" BIGINT NOT NULL,
    "known" BIGINT NOT NULL,
    "topics" TEXT NOT NULL,
    "discriminates_against" TEXT NOT NULL,

    PRIMARY KEY ("dataset_id", "row_id", "variant_id", "side", "labeler_id"),
    CONSTRAINT "label_dataset_id_row_id_variant_id_side_fkey" FOREIGN KEY ("dataset_id", "row_id", "variant_id", "side") REFERENCES "entry" ("dataset_id", "row_id", "variant_id", "side") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "label_dataset_id_labeler_id_fkey" FOREIGN KEY ("dataset_id", "labeler_id") REFERENCES "labeler" ("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "rewrite" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "chosen_similarity" REAL,
    "rejected_similarity" REAL,

    PRIMARY KEY ("dataset_id", "row_id", "variant_id"),
    CONSTRAINT "rewrite_dataset_id_row_id_fkey" FOREIGN KEY ("dataset_id", "row_id") REFERENCES "pair" ("dataset_id", "row_id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "rewrite_dataset_id_variant_id_fkey" FOREIGN KEY ("dataset_id", "variant_id") REFERENCES "variant" ("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "run" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "dataset_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'RUNNING',
    "file" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "error" TEXT,
    "started_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" DATETIME,
    CONSTRAINT "run_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "dataset_name_key" ON "dataset"("name");

-- CreateIndex
CREATE UNIQUE INDEX "variant_dataset_id_rewriter_key" ON "variant"("dataset_id", "rewriter");

-- CreateIndex
CREATE UNIQUE INDEX "reward_model_dataset_id_name_key" ON "reward_model"("dataset_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "labeler_dataset_id_name_key" ON "labeler"("dataset_id", "name");

-- CreateIndex
CREATE INDEX "run_dataset_id_id_idx" ON "run"("dataset_id", "id");
