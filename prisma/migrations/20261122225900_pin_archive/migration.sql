-- DropIndex
DROP INDEX "conversation_owner_id_deleted_at_last_activity_at_id_idx";

-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "archived_at" TIMESTAMPTZ(3),
ADD COLUMN     "pinned_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "conversation_listed_idx" ON "conversation"("owner_id", "last_activity_at" DESC, "id" DESC) WHERE ((deleted_at IS NULL) AND (archived_at IS NULL));

-- CreateIndex
CREATE INDEX "conversation_archived_idx" ON "conversation"("owner_id", "last_activity_at" DESC, "id" DESC) WHERE ((deleted_at IS NULL) AND (archived_at IS NOT NULL));

-- CreateIndex
CREATE INDEX "conversation_pinned_idx" ON "conversation"("owner_id", "pinned_at" DESC, "id" DESC) WHERE ((deleted_at IS NULL) AND (archived_at IS NULL) AND (pinned_at IS NOT NULL));
