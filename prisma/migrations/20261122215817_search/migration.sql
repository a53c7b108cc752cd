-- An external server may forbid extensions. Without pg_trgm there is no search for parts of words, without btree_gin a person's
-- search reads other people's entries of the index too (their rows never): both are found by looking for the indexes below.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS btree_gin;
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'btree_gin: %', SQLERRM;
END $$;
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'pg_trgm: %', SQLERRM;
END $$;

-- CreateTable
CREATE TABLE "search_doc" (
    "id" UUID NOT NULL,
    "message_id" UUID,
    "conversation_id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "model" TEXT,
    "connection_id" UUID,
    "body" TEXT NOT NULL,
    "is_cut" BOOLEAN NOT NULL DEFAULT false,
    "tsv" tsvector NOT NULL,

    CONSTRAINT "search_doc_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_todo" (
    "message_id" UUID NOT NULL,

    CONSTRAINT "search_todo_pkey" PRIMARY KEY ("message_id")
);

-- CreateIndex
CREATE INDEX "search_doc_conversation_id_idx" ON "search_doc"("conversation_id");

-- CreateIndex
CREATE INDEX "search_doc_owner_id_at_id_idx" ON "search_doc"("owner_id", "at" DESC, "id" DESC);

-- CreateIndex
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'btree_gin') THEN
    CREATE INDEX "search_doc_owner_id_tsv_idx" ON "search_doc" USING GIN ("owner_id" text_ops, "tsv");
  ELSE
    CREATE INDEX "search_doc_tsv_idx" ON "search_doc" USING GIN ("tsv");
  END IF;
END $$;

-- CreateIndex
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX "search_doc_body_trgm_idx" ON "search_doc" USING GIN ("body" gin_trgm_ops) WHERE (scope <> 'reasoning');
  END IF;
END $$;

-- CreateIndex
CREATE UNIQUE INDEX "search_doc_message_id_scope_key" ON "search_doc"("message_id", "scope");

-- AddForeignKey
ALTER TABLE "search_doc" ADD CONSTRAINT "search_doc_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_doc" ADD CONSTRAINT "search_doc_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "search_doc" ADD CONSTRAINT "search_doc_scope_known" CHECK ("scope" IN ('title', 'question', 'answer', 'reasoning', 'tool'));

-- What is there already is indexed by the server, in slices, while it runs.
INSERT INTO "search_todo" ("message_id") SELECT "id" FROM "message";
