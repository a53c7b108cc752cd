import "server-only";
import { z } from "zod";
import { limits } from "@/lib/config/limits";
import { leafWithout, subtreeOf } from "@/lib/conversation/subtree";
import { childrenByParent } from "@/lib/conversation/tree";
import { AppError } from "@/lib/errors/app-error";
import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import type { OwnedConversation } from "./conversations";

export interface Hidden {
  /** how many messages went, the named one included */
  messages: number;
  /** where the conversation stands now; null = nothing is left of it */
  activeLeafId: string | null;
  /** completions in it that run */
  runningIds: string[];
}

type Transaction = Prisma.TransactionClient;
const lockedSchema = z.array(z.object({ activeLeafId: z.string().nullable(), now: z.date() }));

/**
 * The lock that every change of the tree takes; not against the search index, whose rows point at the conversation, and which may hold what
 * is needed here. What is read after it is the tree as it is, whoever changed it while we waited.
 * @throws AppError not_found
 */
async function lockTree(tx: Transaction, { userId, conversationId }: OwnedConversation) {
  const rows = await tx.$queryRaw`
    select active_leaf_id::text as "activeLeafId", now() as now from conversation
    where id = ${conversationId}::uuid and owner_id = ${userId} and deleted_at is null for no key update`;
  const locked = lockedSchema.parse(rows)[0];
  if (!locked) throw new AppError("not_found", { detail: `conversation ${conversationId}` });
  return locked;
}

/**
 * Hides a message with everything under it. All of it gets one time of its own, by which it is found again; the uppermost message keeps
 * where the conversation stood. @throws AppError not_found
 */
export function hideSubtree(input: OwnedConversation & { messageId: string }): Promise<Hidden> {
  const { conversationId, messageId } = input;
  return prisma().$transaction(async (tx) => {
    const { activeLeafId, now } = await lockTree(tx, input);
    const all = await tx.message.findMany({
      where: { conversationId },
      select: { id: true, parentId: true, seq: true, deletedAt: true },
    });
    const living = all.filter(({ deletedAt }) => deletedAt === null);
    if (!living.some(({ id }) => id === messageId)) throw new AppError("not_found", { detail: `message ${messageId}` });
    const ids = subtreeOf(childrenByParent(living), messageId);
    // Two in one millisecond would become one.
    const last = Math.max(0, ...all.map(({ deletedAt }) => (deletedAt?.getTime() ?? -1) + 1));
    const deletedAt = new Date(Math.max(now.getTime(), last));
    await tx.message.updateMany({ where: { conversationId, id: { in: ids } }, data: { deletedAt } });
    await tx.searchDoc.deleteMany({ where: { conversationId, messageId: { in: ids } } });
    // What waits to be indexed is left to the indexer, which passes over the hidden: rows taken in another order than its own would lock up both.
    const running = await tx.completion.findMany({
      where: { conversationId, messageId: { in: ids }, status: "running" },
      select: { id: true },
    });
    const hidden = { messages: ids.length, runningIds: running.map(({ id }) => id) };
    if (activeLeafId === null || !ids.includes(activeLeafId)) return { ...hidden, activeLeafId };
    const leafId = leafWithout(living, messageId);
    await tx.message.update({ where: { id: messageId }, data: { deletedLeafId: activeLeafId } });
    await tx.conversation.update({ where: { id: conversationId }, data: { activeLeafId: leafId } });
    return { ...hidden, activeLeafId: leafId };
  });
}

/**
 * Brings back what was hidden together with this message, and where the conversation stood. Harmless when it is there.
 * @throws AppError not_found when it was never there or is gone for good, parent_deleted
 */
export function restoreSubtree(
  input: OwnedConversation & { messageId: string },
): Promise<{ activeLeafId: string | null; ids: string[] }> {
  const { conversationId, messageId } = input;
  return prisma().$transaction(async (tx) => {
    const { activeLeafId, now } = await lockTree(tx, input);
    const message = await tx.message.findFirst({
      where: { id: messageId, conversationId },
      select: { deletedAt: true, deletedLeafId: true, parent: { select: { deletedAt: true } } },
    });
    const isGone = message?.deletedAt && message.deletedAt.getTime() + limits.undoMs < now.getTime();
    if (!message || isGone) throw new AppError("not_found", { detail: `message ${messageId}` });
    const { deletedAt, deletedLeafId, parent } = message;
    if (deletedAt === null) return { activeLeafId, ids: [] };
    if (parent?.deletedAt) throw new AppError("parent_deleted", { detail: messageId });
    const rows = await tx.message.findMany({ where: { conversationId, deletedAt }, select: { id: true } });
    const ids = rows.map(({ id }) => id);
    await tx.message.updateMany({
      where: { conversationId, deletedAt },
      data: { deletedAt: null, deletedLeafId: null },
    });
    await tx.searchTodo.createMany({ data: ids.map((id) => ({ messageId: id })), skipDuplicates: true });
    if (deletedLeafId === null) return { activeLeafId, ids };
    await tx.conversation.update({ where: { id: conversationId }, data: { activeLeafId: deletedLeafId } });
    return { activeLeafId: deletedLeafId, ids };
  });
}

/**
 * Removes for good one hidden subtree whose time has come, in one statement: a cascade along a branch would nest as deep as the branch is
 * long. Kept as long as a living answer goes on from an unfinished one in it, whose words its requests begin with. What was paid stays
 * written down. @returns how many messages went
 */
export async function purgeOne(undoMs: number): Promise<number> {
  return prisma().$executeRaw`
    with top as (
      select m.conversation_id, m.deleted_at from message m
      where m.deleted_at < now() - make_interval(secs => ${undoMs / 1000})
        and not exists (
          select 1 from message d join completion k on k.message_id = d.id
          where d.conversation_id = m.conversation_id and d.deleted_at = m.deleted_at and k.status = 'running')
        and not exists (
          select 1 from message d join message l on l.conversation_id = d.conversation_id and l.parent_id = d.parent_id
          where d.conversation_id = m.conversation_id and d.deleted_at = m.deleted_at
            and l.continues_id is not null and l.deleted_at is null)
      limit 1
    )
    delete from message m using top where m.conversation_id = top.conversation_id and m.deleted_at = top.deleted_at`;
}
