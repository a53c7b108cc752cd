import "server-only";
import { z } from "zod";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import type { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { readableBy } from "./conversations";

/** Several conversations of one person; what does not exist, or is somebody else's, is passed over. */
export interface ConversationSet {
  userId: string;
  ids: readonly string[];
}

const idsSchema = z.array(z.object({ id: z.string() }));

/** @throws AppError not_found when none of them is left */
function idsOf({ ids }: ConversationSet, rows: readonly { id: string }[]): string[] {
  if (rows.length === 0) throw new AppError("not_found", { detail: `none of ${ids.length} conversations` });
  return rows.map(({ id }) => id);
}

async function update(set: ConversationSet, data: Prisma.ConversationUncheckedUpdateManyInput): Promise<string[]> {
  const where = { id: { in: [...set.ids] }, ...readableBy(set.userId) };
  return idsOf(set, await prisma().conversation.updateManyAndReturn({ where, data, select: { id: true } }));
}

/** @returns the ids of those that were changed. @throws AppError not_found */
export function updateSet(
  set: ConversationSet,
  { archived, projectId }: { archived?: boolean; projectId?: string | null },
): Promise<string[]> {
  return update(set, {
    ...(archived === undefined ? {} : { archivedAt: archived ? new Date() : null }),
    ...(projectId === undefined ? {} : { projectId }),
  });
}

/** Gone from every list, search, export and request; for a while they can be brought back. @throws AppError not_found */
export function hideSet(set: ConversationSet): Promise<string[]> {
  return update(set, { deletedAt: new Date() });
}

/** Harmless for what is there. @throws AppError not_found when none of them can be brought back any more */
export async function unhideSet(set: ConversationSet): Promise<string[]> {
  const rows = await prisma().$queryRaw`
    with back as (
      update conversation set deleted_at = null
      where id = any(${set.ids}::uuid[]) and owner_id = ${set.userId}
        and (deleted_at is null or deleted_at >= now() - make_interval(secs => ${limits.undoMs / 1000}))
      returning id
    ), todo as (
      -- What was to be indexed meanwhile was passed over; what is indexed stays as it is.
      insert into search_todo (message_id)
      select m.id from message m join back on back.id = m.conversation_id where m.deleted_at is null
      on conflict do nothing
    )
    select id::text from back`;
  return idsOf(set, idsSchema.parse(rows));
}

/** The same of a temporary one. */
export function purgeOneTemporary(): Promise<number> {
  return prisma().$executeRaw`
    delete from conversation where id = (
      select c.id from conversation c
      where c.temporary_until < now()
        and not exists (select 1 from completion k where k.conversation_id = c.id and k.status = 'running')
      limit 1)`;
}

/** Removes one hidden conversation whose time has come; with all that hangs on it, more would hold locks for long. @returns how many went */
export function purgeOneConversation(undoMs: number): Promise<number> {
  return prisma().$executeRaw`
    delete from conversation where id = (
      select c.id from conversation c
      where c.deleted_at < now() - make_interval(secs => ${undoMs / 1000})
        and not exists (select 1 from completion k where k.conversation_id = c.id and k.status = 'running')
      limit 1)`;
}
