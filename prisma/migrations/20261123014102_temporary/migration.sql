-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "temporary_until" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "conversation_temporary_idx" ON "conversation"("temporary_until") WHERE (temporary_until is not null);
