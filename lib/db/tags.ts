import "server-only";
import { z } from "zod";
import type { TagView } from "@/lib/contract/tags";
import { AppError } from "@/lib/errors/app-error";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { newId } from "./ids";

export interface OwnedTag {
  userId: string;
  tagId: string;
}

const idsSchema = z.array(z.object({ id: z.string() }));
const notFound = (tagId: string) => new AppError("not_found", { detail: `tag ${tagId}` });

/** By name. */
export function listTags(userId: string): Promise<TagView[]> {
  return prisma().tag.findMany({
    where: { ownerId: userId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    select: { id: true, name: true },
  });
}

/** @throws AppError not_found, also when the tag is someone else's. */
export async function requireTag({ userId, tagId }: OwnedTag): Promise<void> {
  const row = await prisma().tag.findFirst({ where: { id: tagId, ownerId: userId }, select: { id: true } });
  if (!row) throw notFound(tagId);
}

/** A new tag, or the one that has this name already. */
export async function ensureTag(userId: string, name: string): Promise<string> {
  // Written again so that its id comes back, also when it was made in the same moment.
  const rows = await prisma().$queryRaw`
    insert into tag (id, owner_id, name) values (${newId()}::uuid, ${userId}, ${name})
    on conflict (owner_id, name) do update set name = excluded.name returning id::text`;
  const [tag] = idsSchema.parse(rows);
  if (!tag) throw new Error("an insert gave no row");
  return tag.id;
}

/** @throws AppError not_found, name_taken */
export async function renameTag({ userId, tagId }: OwnedTag, name: string): Promise<void> {
  try {
    const { count } = await prisma().tag.updateMany({ where: { id: tagId, ownerId: userId }, data: { name } });
    if (count === 0) throw notFound(tagId);
  } catch (error) {
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
    throw isTaken ? new AppError("name_taken", { cause: error }) : error;
  }
}

/** Its conversations stay, without it. @throws AppError not_found */
export async function deleteTag({ userId, tagId }: OwnedTag): Promise<void> {
  const { count } = await prisma().tag.deleteMany({ where: { id: tagId, ownerId: userId } });
  if (count === 0) throw notFound(tagId);
}

/** Gives the tag to these conversations, or takes it away; twice is harmless. @returns those that exist and are the caller's */
export async function setTagged(
  { userId, tagId }: OwnedTag,
  conversationIds: readonly string[],
  isTagged: boolean,
): Promise<string[]> {
  const change = isTagged
    ? Prisma.sql`insert into conversation_tag (conversation_id, tag_id)
        select found.id, found.tag_id from found on conflict do nothing`
    : Prisma.sql`delete from conversation_tag ct using found
        where ct.conversation_id = found.id and ct.tag_id = found.tag_id`;
  const rows = await prisma().$queryRaw`
    with found as (
      select c.id, t.id as tag_id from conversation c join tag t on t.owner_id = c.owner_id
      where c.id = any(${conversationIds}::uuid[]) and c.owner_id = ${userId} and c.deleted_at is null and t.id = ${tagId}::uuid
    ), changed as (${change})
    select found.id::text from found`;
  return idsSchema.parse(rows).map(({ id }) => id);
}

/** For a conversation that is being written: tags by name, made where there are none. */
export function tagInserts(
  { userId, conversationId }: { userId: string; conversationId: string },
  names: readonly string[],
): Prisma.Sql[] {
  if (names.length === 0) return [];
  // In one order, whoever makes them: two that wait for each other would wait for ever.
  const sorted = [...new Set(names)].sort();
  const tags = JSON.stringify(sorted.map((name) => ({ id: newId(), name })));
  return [
    Prisma.sql`insert into tag (id, owner_id, name)
      select r.id, ${userId}, r.name from json_to_recordset(${tags}::json) as r (id uuid, name text) on conflict do nothing`,
    Prisma.sql`insert into conversation_tag (conversation_id, tag_id)
      select ${conversationId}::uuid, t.id from tag t where t.owner_id = ${userId} and t.name = any(${sorted}::text[])`,
  ];
}
