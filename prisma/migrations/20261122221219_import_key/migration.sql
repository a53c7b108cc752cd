-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "import_key" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "conversation_owner_id_import_key_key" ON "conversation"("owner_id", "import_key");
