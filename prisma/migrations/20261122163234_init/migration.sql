-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "role" TEXT NOT NULL DEFAULT 'member',
    "status" TEXT NOT NULL DEFAULT 'active',
    "locale" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "owner_id" TEXT,
    "name" TEXT NOT NULL,
    "base_url" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "profile" TEXT NOT NULL,
    "profile_overrides" JSONB NOT NULL DEFAULT '{}',
    "key_sealed" TEXT,
    "key_hint" TEXT,
    "headers_sealed" TEXT,
    "source" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "last_test" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "catalogue_model" (
    "connection_id" UUID NOT NULL,
    "model_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "raw" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "context_length" INTEGER,
    "pricing" JSONB,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "catalogue_model_pkey" PRIMARY KEY ("connection_id","model_id")
);

-- CreateTable
CREATE TABLE "conversation" (
    "id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "connection_id" UUID,
    "model" TEXT,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "title" TEXT NOT NULL,
    "title_source" TEXT NOT NULL DEFAULT 'rule',
    "active_leaf_id" UUID,
    "next_seq" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_activity_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "conversation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "parent_id" UUID,
    "seq" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "continues_id" UUID,
    "edited_from_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part" (
    "message_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "data" JSONB,
    "duration_ms" INTEGER,
    "call_id" UUID,

    CONSTRAINT "part_pkey" PRIMARY KEY ("message_id","index")
);

-- CreateTable
CREATE TABLE "completion" (
    "id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "conversation_id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "connection_id" UUID,
    "connection_name" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "finish_reason" TEXT,
    "error_code" TEXT,
    "error_detail" JSONB,
    "stop_requested_at" TIMESTAMPTZ(3),
    "lease_owner" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "completion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_segment" (
    "completion_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "events" TEXT NOT NULL,

    CONSTRAINT "stream_segment_pkey" PRIMARY KEY ("completion_id","seq")
);

-- CreateTable
CREATE TABLE "model_call" (
    "id" UUID NOT NULL,
    "completion_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "attempt" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "connection_id" UUID,
    "requested_model" TEXT NOT NULL,
    "served_model" TEXT,
    "provider" TEXT,
    "generation_id" TEXT,
    "outcome" TEXT NOT NULL,
    "finish_reason" TEXT,
    "native_finish_reason" TEXT,
    "ended" TEXT,
    "sent_settings" JSONB NOT NULL,
    "ignored" JSONB NOT NULL DEFAULT '[]',
    "request" TEXT,
    "request_hash" TEXT,
    "usage" TEXT,
    "input_tokens" INTEGER,
    "cached_tokens" INTEGER,
    "cache_write_tokens" INTEGER,
    "output_tokens" INTEGER,
    "reasoning_tokens" INTEGER,
    "cost" DECIMAL(65,30),
    "cost_source" TEXT,
    "connect_ms" INTEGER,
    "first_byte_ms" INTEGER,
    "first_reasoning_ms" INTEGER,
    "first_answer_ms" INTEGER,
    "total_ms" INTEGER,

    CONSTRAINT "model_call_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reasoning_record" (
    "call_id" UUID NOT NULL,
    "field" TEXT,
    "text" TEXT,
    "fragments" TEXT,
    "details" TEXT,
    "merge_rule" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "requested_model" TEXT NOT NULL,
    "connection_id" UUID,

    CONSTRAINT "reasoning_record_pkey" PRIMARY KEY ("call_id")
);

-- CreateTable
CREATE TABLE "assistant_wire" (
    "call_id" UUID NOT NULL,
    "content" TEXT,
    "tool_calls" TEXT,
    "refusal" TEXT,
    "annotations" TEXT,

    CONSTRAINT "assistant_wire_pkey" PRIMARY KEY ("call_id")
);

-- CreateTable
CREATE TABLE "usage_entry" (
    "id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "user_id" TEXT,
    "connection_name" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "provider" TEXT,
    "purpose" TEXT NOT NULL,
    "input_tokens" INTEGER,
    "output_tokens" INTEGER,
    "reasoning_tokens" INTEGER,
    "cost" DECIMAL(65,30),

    CONSTRAINT "usage_entry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- CreateIndex
CREATE INDEX "connection_owner_id_idx" ON "connection"("owner_id");

-- CreateIndex
CREATE INDEX "conversation_owner_id_deleted_at_last_activity_at_id_idx" ON "conversation"("owner_id", "deleted_at", "last_activity_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "message_conversation_id_parent_id_idx" ON "message"("conversation_id", "parent_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_seq_key" ON "message"("conversation_id", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "message_conversation_id_id_key" ON "message"("conversation_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "completion_message_id_key" ON "completion"("message_id");

-- CreateIndex
CREATE INDEX "completion_conversation_id_idx" ON "completion"("conversation_id");

-- CreateIndex
CREATE INDEX "completion_running_idx" ON "completion"("lease_until") WHERE (status = 'running');

-- CreateIndex
CREATE UNIQUE INDEX "model_call_completion_id_step_attempt_purpose_key" ON "model_call"("completion_id", "step", "attempt", "purpose");

-- CreateIndex
CREATE UNIQUE INDEX "usage_entry_call_id_key" ON "usage_entry"("call_id");

-- CreateIndex
CREATE INDEX "usage_entry_user_id_at_idx" ON "usage_entry"("user_id", "at");

-- CreateIndex
CREATE INDEX "usage_entry_at_idx" ON "usage_entry"("at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection" ADD CONSTRAINT "connection_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "catalogue_model" ADD CONSTRAINT "catalogue_model_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_parent_id_fkey" FOREIGN KEY ("conversation_id", "parent_id") REFERENCES "message"("conversation_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "part" ADD CONSTRAINT "part_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "completion" ADD CONSTRAINT "completion_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "completion" ADD CONSTRAINT "completion_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "completion" ADD CONSTRAINT "completion_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_segment" ADD CONSTRAINT "stream_segment_completion_id_fkey" FOREIGN KEY ("completion_id") REFERENCES "completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_call" ADD CONSTRAINT "model_call_completion_id_fkey" FOREIGN KEY ("completion_id") REFERENCES "completion"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "model_call" ADD CONSTRAINT "model_call_connection_id_fkey" FOREIGN KEY ("connection_id") REFERENCES "connection"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reasoning_record" ADD CONSTRAINT "reasoning_record_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "model_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assistant_wire" ADD CONSTRAINT "assistant_wire_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "model_call"("id") ON DELETE CASCADE ON UPDATE CASCADE;
