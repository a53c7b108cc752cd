import "server-only";
import { z } from "zod";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";

/** One message of a branch, and all messages with the same parent, oldest first. */
export interface BranchNode {
  id: string;
  siblings: string[];
}
const nodeSchema = z.object({ id: z.string(), siblings: z.array(z.string()) });

export interface BranchWalk {
  conversationId: string;
  /** how many messages at most; null = to its end */
  limit: number | null;
}

/** Never longer than the conversation ever was: a loop of parents ends too. */
const within = (limit: number | null) =>
  limit === null
    ? Prisma.sql`b.steps < (select c.next_seq from conversation c where c.id = b.conversation_id)`
    : Prisma.sql`b.living < ${limit}`;
const siblingsOf = Prisma.sql`(select array_agg(s.id::text order by s.seq) from message s
  where s.conversation_id = b.conversation_id and s.deleted_at is null
    and ((b.parent_id is not null and s.parent_id = b.parent_id) or (b.parent_id is null and s.parent_id is null)))`;

/**
 * The branch that ends with `leafId`, oldest first. Goes from parent to parent, so a page costs the same in a conversation of any length.
 * Deleted messages are passed over. A leaf that does not exist gives an empty branch.
 */
export async function listBranchTo({
  conversationId,
  leafId,
  limit,
}: BranchWalk & { leafId: string }): Promise<BranchNode[]> {
  const rows = await prisma().$queryRaw(branchToSql({ conversationId, leafId, limit }));
  return z.array(nodeSchema).parse(rows).reverse();
}

/** For the test of its plan too. */
export const branchToSql = ({ conversationId, leafId, limit }: BranchWalk & { leafId: string }) => Prisma.sql`
  with recursive b as (
    select m.id, m.parent_id, m.conversation_id, m.deleted_at, 1 as steps, (m.deleted_at is null)::int as living
    from message m where m.conversation_id = ${conversationId}::uuid and m.id = ${leafId}::uuid
    union all
    select m.id, m.parent_id, m.conversation_id, m.deleted_at, b.steps + 1, b.living + (m.deleted_at is null)::int
    from b join message m on m.conversation_id = b.conversation_id and m.id = b.parent_id where ${within(limit)}
  )
  select b.id::text, ${siblingsOf} as siblings from b where b.deleted_at is null order by b.steps`;

/** What follows `fromId` when always the newest child is taken, without it, oldest first: where a version switch lands is the last one. */
export async function listBranchFrom({
  conversationId,
  fromId,
  limit,
}: BranchWalk & { fromId: string }): Promise<BranchNode[]> {
  const rows = await prisma().$queryRaw`
    with recursive b as (
      select m.id, m.parent_id, m.conversation_id, 0 as steps, 0 as living
      from message m where m.conversation_id = ${conversationId}::uuid and m.id = ${fromId}::uuid and m.deleted_at is null
      union all
      select n.id, n.parent_id, b.conversation_id, b.steps + 1, b.living + 1
      from b cross join lateral (
        select m.id, m.parent_id from message m
        where m.conversation_id = b.conversation_id and m.parent_id = b.id and m.deleted_at is null
        order by m.seq desc limit 1) n
      where ${within(limit)}
    )
    select b.id::text, ${siblingsOf} as siblings from b where b.steps > 0 order by b.steps`;
  return z.array(nodeSchema).parse(rows);
}

/** Where a version switch to this message lands: always the newest child, down to a leaf. Null: no such message. */
export async function findNewestLeaf(conversationId: string, messageId: string): Promise<string | null> {
  const rows = await prisma().$queryRaw`
    with recursive b as (
      select m.id, m.conversation_id, 0 as steps
      from message m where m.conversation_id = ${conversationId}::uuid and m.id = ${messageId}::uuid and m.deleted_at is null
      union all
      select n.id, b.conversation_id, b.steps + 1
      from b cross join lateral (
        select m.id from message m
        where m.conversation_id = b.conversation_id and m.parent_id = b.id and m.deleted_at is null
        order by m.seq desc limit 1) n
      where ${within(null)}
    )
    select b.id::text from b order by b.steps desc limit 1`;
  return z.array(z.object({ id: z.string() })).parse(rows)[0]?.id ?? null;
}

/** The message above this one, or null for a root. Undefined: there is no such message in this conversation. */
export async function findParent(conversationId: string, messageId: string): Promise<string | null | undefined> {
  const row = await prisma().message.findFirst({
    where: { id: messageId, conversationId, deletedAt: null },
    select: { parentId: true },
  });
  return row?.parentId;
}

/** This message, or the first above it that is not deleted; null = none. */
export async function findLivingAncestor(conversationId: string, messageId: string): Promise<string | null> {
  const rows = await prisma().$queryRaw`
    with recursive up (id, parent_id, deleted_at, depth) as (
      select m.id, m.parent_id, m.deleted_at, 0 from message m
        where m.id = ${messageId}::uuid and m.conversation_id = ${conversationId}::uuid
      union all
      select m.id, m.parent_id, m.deleted_at, up.depth + 1 from up
        join message m on m.id = up.parent_id and m.conversation_id = ${conversationId}::uuid
        where up.deleted_at is not null
    )
    select id::text from up where deleted_at is null order by depth limit 1`;
  return z.array(z.object({ id: z.string() })).parse(rows)[0]?.id ?? null;
}
