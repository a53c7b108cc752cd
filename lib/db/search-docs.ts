import "server-only";
import { type SearchablePart, searchTextOf, searchTextsOf } from "@/lib/conversation/search-docs";
import { Prisma } from "@/prisma/generated/client";
import { newId } from "./ids";

/** The texts of a finished answer as a common table expression over `k`, the completion that ends in this statement. */
export function answerDocs(input: { messageId: string; userId: string; parts: readonly SearchablePart[] }): Prisma.Sql {
  const docs = searchTextsOf("assistant", input.parts).map((text) => ({ id: newId(), ...text }));
  return Prisma.sql`
    sd as (
      insert into search_doc (id, message_id, conversation_id, owner_id, scope, at, model, connection_id, body, is_cut, tsv)
      select d.id, m.id, m.conversation_id, ${input.userId}, d.scope, m.created_at, k.model, k.connection_id, d.body, d."isCut",
        d.tsv::tsvector
      from k, message m, json_to_recordset(${JSON.stringify(docs)}::json)
        as d (id uuid, scope text, body text, "isCut" boolean, tsv text)
      where m.id = ${input.messageId}::uuid and m.deleted_at is null
      on conflict (message_id, scope) do nothing
    )`;
}

/** Writes the title of the conversation in `from` (a table expression with its id, owner_id and last_activity_at). Its id is the title's. */
export function writeTitleDoc(title: string, from: Prisma.Sql): Prisma.Sql {
  const { body, tsv } = searchTextOf("title", title);
  return Prisma.sql`
    insert into search_doc (id, conversation_id, owner_id, scope, at, body, tsv)
    select c.id, c.id, c.owner_id, 'title', c.last_activity_at, ${body}, ${tsv}::tsvector from ${from} c
    on conflict (id) do update set (at, body, tsv) = (excluded.at, excluded.body, excluded.tsv)`;
}
