-- AlterTable
ALTER TABLE "model_call" ADD COLUMN     "connection_name" TEXT,
ADD COLUMN     "error_code" TEXT,
ADD COLUMN     "error_detail" JSONB,
ADD COLUMN     "http_status" INTEGER,
ADD COLUMN     "waited_ms" INTEGER;
