-- CreateTable
CREATE TABLE "capability" (
    "connection_id" UUID NOT NULL,
    "model_id" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "source" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "capability_pkey" PRIMARY KEY ("connection_id","model_id","field")
);

-- CreateTable
CREATE TABLE "tool_call" (
    "call_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "wire_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "raw_name" TEXT NOT NULL,
    "arguments" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "result" TEXT,
    "sent_result" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "tool_call_pkey" PRIMARY KEY ("call_id","index")
);

-- CreateTable
CREATE TABLE "replay_entry" (
    "call_id" UUID NOT NULL,
    "source_call_id" UUID NOT NULL,
    "form" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "message_index" INTEGER,
    "sha256" TEXT,
    "rule" TEXT,

    CONSTRAINT "replay_entry_pkey" PRIMARY KEY ("call_id","source_call_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tool_call_idempotency_key_key" ON "tool_call"("idempotency_key");

-- CreateIndex
CREATE INDEX "replay_entry_source_call_id_idx" ON "replay_entry"("source_call_id");

-- AddForeignKey
ALTER TABLE "capability" ADD CONSTRAINT "capability_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tool_call" ADD CONSTRAINT "tool_call_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "model_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_entry" ADD CONSTRAINT "replay_entry_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "model_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "replay_entry" ADD CONSTRAINT "replay_entry_source_call_id_fkey" FOREIGN KEY ("source_call_id") REFERENCES "model_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One of a few words each, as in the tables before.
ALTER TABLE "capability" ADD CONSTRAINT "capability_source_known" CHECK ("source" IN ('listed', 'probed', 'learned', 'manual'));
ALTER TABLE "tool_call" ADD CONSTRAINT "tool_call_status_known" CHECK ("status" IN ('running', 'done', 'failed', 'not_run'));
ALTER TABLE "replay_entry" ADD CONSTRAINT "replay_entry_form_known"
  CHECK ("form" IN ('details', 'reasoning', 'reasoning_content', 'none'));
