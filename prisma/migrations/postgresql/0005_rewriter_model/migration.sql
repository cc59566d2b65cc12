-- CreateEnum
CREATE TYPE "RewriterBackend" AS ENUM ('IMPORTED', 'OPENAI', 'OLLAMA');

-- AlterTable
ALTER TABLE "variant" ADD COLUMN     "backend" "RewriterBackend" NOT NULL DEFAULT 'IMPORTED',
ADD COLUMN     "model" TEXT,
ADD COLUMN     "prompt_version" TEXT,
ADD COLUMN     "temperature" DOUBLE PRECISION;
