import "server-only";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { type OwnedConversation, readableBy } from "./conversations";

/** @throws AppError not_found when the conversation or the message in it does not exist. */
export async function setBranchMark(
  input: OwnedConversation & { leafId: string; name: string | null; starred: boolean },
): Promise<void> {
  const { userId, conversationId, leafId, name, starred } = input;
  const leaf = await prisma().message.findFirst({
    where: { id: leafId, conversationId, deletedAt: null, conversation: readableBy(userId) },
    select: { id: true },
  });
  if (!leaf) throw new AppError("not_found", { detail: `message ${leafId} in ${conversationId}` });
  if (name === null && !starred) {
    await prisma().branchMark.deleteMany({ where: { conversationId, leafId } });
    return;
  }
  await prisma().branchMark.upsert({
    where: { conversationId_leafId: { conversationId, leafId } },
    create: { conversationId, leafId, name, starred },
    update: { name, starred },
  });
}

export interface BranchMarkRow {
  leafId: string;
  name: string | null;
  starred: boolean;
}

/** Of a conversation that is being written, whose messages are there. */
export function markInsert(conversationId: string, marks: readonly BranchMarkRow[]): Prisma.Sql {
  return Prisma.sql`
    insert into branch_mark (conversation_id, leaf_id, name, starred)
    select ${conversationId}::uuid, r."leafId", r.name, r.starred
    from json_to_recordset(${JSON.stringify(marks)}::json) as r ("leafId" uuid, name text, starred boolean)`;
}
