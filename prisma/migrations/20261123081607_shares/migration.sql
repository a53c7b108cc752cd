-- CreateTable
CREATE TABLE "share" (
    "id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "conversation_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "token_sealed" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "leaf_id" UUID NOT NULL,
    "from_id" UUID,
    "title" TEXT NOT NULL,
    "choices" JSONB NOT NULL,
    "audience" TEXT NOT NULL,
    "passphrase_hash" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "indexable" BOOLEAN NOT NULL DEFAULT false,
    "continuable" BOOLEAN NOT NULL DEFAULT true,
    "frame_ancestors" TEXT[],
    "views" INTEGER NOT NULL DEFAULT 0,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "share_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_snapshot" (
    "share_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "share_snapshot_pkey" PRIMARY KEY ("share_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "share_token_hash_key" ON "share"("token_hash");

-- CreateIndex
CREATE INDEX "share_owner_id_created_at_id_idx" ON "share"("owner_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "share_conversation_id_idx" ON "share"("conversation_id");

-- AddForeignKey
ALTER TABLE "share" ADD CONSTRAINT "share_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share" ADD CONSTRAINT "share_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_snapshot" ADD CONSTRAINT "share_snapshot_share_id_fkey" FOREIGN KEY ("share_id") REFERENCES "share"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Text columns that hold one of a few words: the database refuses any other.
ALTER TABLE "share" ADD CONSTRAINT "share_mode_known" CHECK ("mode" IN ('frozen', 'live'));
ALTER TABLE "share" ADD CONSTRAINT "share_audience_known" CHECK ("audience" IN ('link', 'passphrase'));
ALTER TABLE "share" ADD CONSTRAINT "share_passphrase_with_audience" CHECK (("audience" = 'passphrase') = ("passphrase_hash" IS NOT NULL));
