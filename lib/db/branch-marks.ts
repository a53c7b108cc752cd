import "server-only";
import { AppError } from "@/lib/errors/app-error";
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

/** The marks of a conversation on its copy. `messageIds`: those that were copied, in the order of the copies. Both are the caller's. */
export async function copyBranchMarks(input: {
  fromId: string;
  toId: string;
  messageIds: readonly string[];
}): Promise<void> {
  const { fromId, toId, messageIds } = input;
  const marks = await prisma().branchMark.findMany({ where: { conversationId: fromId } });
  if (marks.length === 0) return;
  const places = new Map(messageIds.map((id, place) => [id, place]));
  const copies = await prisma().message.findMany({
    where: { conversationId: toId },
    select: { id: true },
    orderBy: { seq: "asc" },
  });
  const data = marks.flatMap(({ leafId, name, starred }) => {
    const copy = copies[places.get(leafId) ?? -1];
    return copy ? [{ conversationId: toId, leafId: copy.id, name, starred }] : [];
  });
  await prisma().branchMark.createMany({ data });
}
