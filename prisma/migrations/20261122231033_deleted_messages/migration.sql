-- AlterTable
ALTER TABLE "message" ADD COLUMN     "deleted_leaf_id" UUID;

-- CreateIndex
CREATE INDEX "message_deleted_idx" ON "message"("deleted_at") WHERE (deleted_at is not null);
