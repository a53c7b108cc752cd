-- CreateIndex
CREATE INDEX "conversation_deleted_idx" ON "conversation"("deleted_at") WHERE (deleted_at is not null);
