-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Side" AS ENUM ('CHOSEN', 'REJECTED');

-- CreateEnum
CREATE TYPE "Stage" AS ENUM ('PRE', 'POST');

-- CreateEnum
CREATE TYPE "RewardModelBackend" AS ENUM ('IMPORTED', 'ONNX', 'HTTP');

-- CreateEnum
CREATE TYPE "LabelerBackend" AS ENUM ('IMPORTED', 'OPENAI', 'OLLAMA');

-- CreateEnum
CREATE TYPE "RunKind" AS ENUM ('PAIRS', 'REWARDS', 'LABELS', 'REWRITES');

-- CreateEnum
CREATE TYPE "RunState" AS ENUM ('RUNNING', 'DONE', 'INTERRUPTED', 'FAILED');

-- CreateTable
CREATE TABLE "dataset" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "taxonomy" JSONB NOT NULL,
    "pre_model_id" INTEGER,
    "post_model_id" INTEGER,
    "labeler_id" INTEGER,

    CONSTRAINT "dataset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pair" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "subset" TEXT,
    "prompt" TEXT NOT NULL,

    CONSTRAINT "pair_pkey" PRIMARY KEY ("dataset_id","row_id")
);

-- CreateTable
CREATE TABLE "variant" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "rewriter" TEXT,

    CONSTRAINT "variant_pkey" PRIMARY KEY ("dataset_id","id")
);

-- CreateTable
CREATE TABLE "entry" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "entry_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id","side")
);

-- CreateTable
CREATE TABLE "reward_model" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "stage" "Stage",
    "backend" "RewardModelBackend" NOT NULL DEFAULT 'IMPORTED',
    "provenance" JSONB,

    CONSTRAINT "reward_model_pkey" PRIMARY KEY ("dataset_id","id")
);

-- CreateTable
CREATE TABLE "reward" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "model_id" INTEGER NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "reward_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id","side","model_id")
);

-- CreateTable
CREATE TABLE "labeler" (
    "dataset_id" INTEGER NOT NULL,
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "backend" "LabelerBackend" NOT NULL DEFAULT 'IMPORTED',
    "prompt_version" TEXT,
    "temperature" DOUBLE PRECISION,

    CONSTRAINT "labeler_pkey" PRIMARY KEY ("dataset_id","id")
);

-- CreateTable
CREATE TABLE "label" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "side" "Side" NOT NULL,
    "labeler_id" INTEGER NOT NULL,
    "features" BIGINT NOT NULL,
    "known" BIGINT NOT NULL,
    "topics" TEXT NOT NULL,
    "discriminates_against" TEXT NOT NULL,

    CONSTRAINT "label_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id","side","labeler_id")
);

-- CreateTable
CREATE TABLE "rewrite" (
    "dataset_id" INTEGER NOT NULL,
    "row_id" INTEGER NOT NULL,
    "variant_id" INTEGER NOT NULL,
    "chosen_similarity" DOUBLE PRECISION,
    "rejected_similarity" DOUBLE PRECISION,

    CONSTRAINT "rewrite_pkey" PRIMARY KEY ("dataset_id","row_id","variant_id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" SERIAL NOT NULL,
    "dataset_id" INTEGER NOT NULL,
    "kind" "RunKind" NOT NULL,
    "state" "RunState" NOT NULL DEFAULT 'RUNNING',
    "file" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "counts" JSONB NOT NULL,
    "error" TEXT,
    "started_at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMP(3),

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
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

-- AddForeignKey
ALTER TABLE "pair" ADD CONSTRAINT "pair_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "variant" ADD CONSTRAINT "variant_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_dataset_id_row_id_fkey" FOREIGN KEY ("dataset_id", "row_id") REFERENCES "pair"("dataset_id", "row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "entry" ADD CONSTRAINT "entry_dataset_id_variant_id_fkey" FOREIGN KEY ("dataset_id", "variant_id") REFERENCES "variant"("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward_model" ADD CONSTRAINT "reward_model_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward" ADD CONSTRAINT "reward_dataset_id_row_id_variant_id_side_fkey" FOREIGN KEY ("dataset_id", "row_id", "variant_id", "side") REFERENCES "entry"("dataset_id", "row_id", "variant_id", "side") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reward" ADD CONSTRAINT "reward_dataset_id_model_id_fkey" FOREIGN KEY ("dataset_id", "model_id") REFERENCES "reward_model"("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "labeler" ADD CONSTRAINT "labeler_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "label" ADD CONSTRAINT "label_dataset_id_row_id_variant_id_side_fkey" FOREIGN KEY ("dataset_id", "row_id", "variant_id", "side") REFERENCES "entry"("dataset_id", "row_id", "variant_id", "side") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "label" ADD CONSTRAINT "label_dataset_id_labeler_id_fkey" FOREIGN KEY ("dataset_id", "labeler_id") REFERENCES "labeler"("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rewrite" ADD CONSTRAINT "rewrite_dataset_id_row_id_fkey" FOREIGN KEY ("dataset_id", "row_id") REFERENCES "pair"("dataset_id", "row_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rewrite" ADD CONSTRAINT "rewrite_dataset_id_variant_id_fkey" FOREIGN KEY ("dataset_id", "variant_id") REFERENCES "variant"("dataset_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "dataset"("id") ON DELETE CASCADE ON UPDATE CASCADE;
