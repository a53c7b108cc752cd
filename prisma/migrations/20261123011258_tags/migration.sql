-- CreateTable
CREATE TABLE "tag" (
    "id" UUID NOT NULL,
    "owner_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tag_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "conversation_tag" (
    "conversation_id" UUID NOT NULL,
    "tag_id" UUID NOT NULL,

    CONSTRAINT "conversation_tag_pkey" PRIMARY KEY ("conversation_id","tag_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tag_owner_id_name_key" ON "tag"("owner_id", "name");

-- CreateIndex
CREATE INDEX "conversation_tag_tag_id_idx" ON "conversation_tag"("tag_id");

-- AddForeignKey
ALTER TABLE "tag" ADD CONSTRAINT "tag_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_tag" ADD CONSTRAINT "conversation_tag_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "conversation_tag" ADD CONSTRAINT "conversation_tag_tag_id_fkey" FOREIGN KEY ("tag_id") REFERENCES "tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
