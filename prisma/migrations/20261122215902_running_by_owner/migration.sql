-- CreateIndex
CREATE INDEX "completion_running_owner_idx" ON "completion"("owner_id") WHERE (status = 'running');
