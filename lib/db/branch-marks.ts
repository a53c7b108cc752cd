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
