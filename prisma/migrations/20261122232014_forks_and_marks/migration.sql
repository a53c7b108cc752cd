-- AlterTable
ALTER TABLE "conversation" ADD COLUMN     "forked_from_id" UUID;

-- CreateTable
CREATE TABLE "branch_mark" (
    "conversation_id" UUID NOT NULL,
    "leaf_id" UUID NOT NULL,
    "name" TEXT,
    "starred" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "branch_mark_pkey" PRIMARY KEY ("conversation_id","leaf_id")
);

-- CreateIndex
CREATE INDEX "branch_mark_leaf_id_idx" ON "branch_mark"("leaf_id");

-- AddForeignKey
ALTER TABLE "branch_mark" ADD CONSTRAINT "branch_mark_conversation_id_fkey" FOREIGN KEY ("conversation_id") REFERENCES "conversation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "branch_mark" ADD CONSTRAINT "branch_mark_leaf_id_fkey" FOREIGN KEY ("leaf_id") REFERENCES "message"("id") ON DELETE CASCADE ON UPDATE CASCADE;
