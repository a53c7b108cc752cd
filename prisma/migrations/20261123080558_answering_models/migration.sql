-- CreateIndex
CREATE INDEX "search_doc_owner_id_model_idx" ON "search_doc"("owner_id", "model") WHERE (length(model) <= 256);
