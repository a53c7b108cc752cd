import "server-only";
import { z } from "zod";
import { searchTextOf, searchTextsOf } from "@/lib/conversation/search-docs";
import { Prisma } from "@/prisma/generated/client";
import { prisma } from "./client";
import { newId } from "./ids";

const todoSchema = z.array(
  z.object({
    messageId: z.string(),
    /** null: deleted meanwhile */
    role: z.enum(["user", "assistant"]).nullable(),
    title: z.string().nullable(),
    conversationId: z.string().nullable(),
    parts: z.array(
      z.object({
        type: z.string(),
        text: z.string(),
        tool: z.object({ name: z.string(), arguments: z.string(), result: z.string().nullable() }).nullable(),
      }),
    ),
  }),
);
const countSchema = z.array(z.object({ count: z.number() }));

/**
 * Makes messages findable whose texts are not in the index yet: these ones, or with null whichever come first. Doing it twice is
 * harmless. Answers that still run are left to their end. @returns how many were done; fewer than `limit` when no more are left.
 */
export async function indexTodo(messageIds: readonly string[] | null, limit: number): Promise<number> {
  const which = messageIds === null ? Prisma.empty : Prisma.sql`and t.message_id = any(${messageIds}::uuid[])`;
  const found = await prisma().$queryRaw`
    select t.message_id::text as "messageId", m.role, c.title, c.id::text as "conversationId",
      coalesce((select json_agg(json_build_object('type', p.type, 'text', p.text,
          'tool', case when p.type = 'tool' then p.data end) order by p.index)
        from part p where p.message_id = m.id), '[]') as parts
    from search_todo t
    left join (message m join conversation c on c.id = m.conversation_id) on m.id = t.message_id
      and m.deleted_at is null and c.deleted_at is null
    where not exists (select from completion k where k.message_id = t.message_id and k.status in ('running', 'waiting')) ${which}
    order by t.message_id limit ${limit}`;
  const rows = todoSchema.parse(found);
  if (rows.length === 0) return 0;
  const docs = rows.flatMap(({ messageId, role, parts }) =>
    role === null ? [] : searchTextsOf(role, parts).map((text) => ({ id: newId(), messageId, ...text })),
  );
  // A rename writes its title itself: one that was read before it must not take its place.
  const titles = new Map(
    rows.flatMap(({ conversationId, title }) =>
      conversationId === null || title === null ? [] : [[conversationId, searchTextOf("title", title)] as const],
    ),
  );
  await prisma().$executeRaw`
    with done as (
      delete from search_todo where message_id = any(${rows.map(({ messageId }) => messageId)}::uuid[])
    ), sd as (
      insert into search_doc (id, message_id, conversation_id, owner_id, scope, at, model, connection_id, body, is_cut, tsv)
      select d.id, m.id, c.id, c.owner_id, d.scope, m.created_at, k.model, k.connection_id, d.body, d."isCut", d.tsv::tsvector
      from json_to_recordset(${JSON.stringify(docs)}::json)
        as d (id uuid, "messageId" uuid, scope text, body text, "isCut" boolean, tsv text)
      join message m on m.id = d."messageId" join conversation c on c.id = m.conversation_id
      left join completion k on k.message_id = m.id
      on conflict (message_id, scope) do nothing
    )
    insert into search_doc (id, conversation_id, owner_id, scope, at, body, tsv)
    select c.id, c.id, c.owner_id, 'title', c.last_activity_at, d.body, d.tsv::tsvector
    from json_to_recordset(${JSON.stringify(Array.from(titles, ([id, text]) => ({ id, ...text })))}::json)
      as d (id uuid, body text, tsv text)
    join conversation c on c.id = d.id and c.title = d.body
    on conflict (id) do nothing`;
  return rows.length;
}

/** How many messages are not in the index yet. */
export async function countTodo(): Promise<number> {
  const rows = await prisma().$queryRaw`select count(*)::int as count from search_todo`;
  return countSchema.parse(rows)[0]?.count ?? 0;
}
