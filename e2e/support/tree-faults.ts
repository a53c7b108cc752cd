import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import type { StoredConversation } from "./product-client.ts";

/** What is wrong with a conversation's whole tree, as given out with `?tree=1`. */
export function treeFaults({ messages, activeLeafId }: StoredConversation): string[] {
  const faults: string[] = [];
  const byId = new Map(messages.map((message) => [message.id, message]));
  if (byId.size !== messages.length) faults.push("an id stands twice");
  for (const { id, parentId, role, siblings, status, completion } of messages) {
    const parent = parentId === null ? null : byId.get(parentId);
    if (parent === undefined) faults.push(`${id} has no parent`);
    if (parent?.role === role) faults.push(`${id} stands under one of its own kind`);
    if (role === "assistant" && parent === null) faults.push(`the answer ${id} has no question`);
    if ((completion !== null) !== (role === "assistant")) faults.push(`${id} has the wrong completion`);
    const beside = messages.filter((other) => other.parentId === parentId).map((other) => other.id);
    if (JSON.stringify(beside) !== JSON.stringify(siblings)) faults.push(`${id} has other siblings`);
    if (status === "running") faults.push(`${id} still runs`);
    const seen = new Set<string>();
    for (let at: string | null = id; at !== null; at = byId.get(at)?.parentId ?? null) {
      if (seen.has(at)) {
        faults.push(`${id} is its own ancestor`);
        break;
      }
      seen.add(at);
    }
  }
  if (messages.length > 0 && (activeLeafId === null || !byId.has(activeLeafId))) faults.push("the active leaf is gone");
  return faults;
}

/** Every place that names a row without a foreign key to watch over it. */
const loose = {
  "conversation.active_leaf_id":
    "select 1 from conversation c where c.active_leaf_id is not null and not exists (select 1 from message m where m.id = c.active_leaf_id and m.conversation_id = c.id)",
  "message.continues_id":
    "select 1 from message m where m.continues_id is not null and not exists (select 1 from message o where o.id = m.continues_id)",
  "message.edited_from_id":
    "select 1 from message m where m.edited_from_id is not null and not exists (select 1 from message o where o.id = m.edited_from_id)",
  "part.call_id":
    "select 1 from part p where p.call_id is not null and not exists (select 1 from model_call c where c.id = p.call_id)",
  "completion.conversation_id":
    "select 1 from completion k join message m on m.id = k.message_id where m.conversation_id <> k.conversation_id",
  "completion.owner_id":
    "select 1 from completion k join conversation c on c.id = k.conversation_id where c.owner_id <> k.owner_id",
};
const keysSchema = z.array(
  z.object({
    name: z.string(),
    child: z.string(),
    parent: z.string(),
    columns: z.array(z.string()),
    keys: z.array(z.string()),
  }),
);

/**
 * Rows that point at nothing, in all tables: along every foreign key there is, and along what has none. Tables that come later are
 * looked at without a change here. @returns only what is not 0
 */
export async function danglingRows(databaseUrl: string): Promise<Record<string, number>> {
  return withClient(databaseUrl, async (client) => {
    const count = async (sql: string) =>
      z.object({ n: z.number() }).parse((await client.query(`select count(*)::int as n from (${sql}) x`)).rows[0]).n;
    const foreign = keysSchema.parse(
      (
        await client.query(`
          select c.conname as name, c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent,
            array(select quote_ident(a.attname) from unnest(c.conkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.n order by i) as columns,
            array(select quote_ident(a.attname) from unnest(c.confkey) with ordinality k(n, i) join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.n order by i) as keys
          from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace`)
      ).rows,
    );
    const checks = new Map<string, string>(Object.entries(loose));
    for (const { name, child, parent, columns, keys } of foreign) {
      const set = columns.map((column) => `x.${column} is not null`).join(" and ");
      const same = columns.map((column, index) => `x.${column} = p.${keys[index]}`).join(" and ");
      checks.set(
        name,
        `select 1 from ${child} x where ${set} and not exists (select 1 from ${parent} p where ${same})`,
      );
    }
    const found: Record<string, number> = {};
    for (const [name, sql] of checks) {
      const n = await count(sql);
      if (n > 0) found[name] = n;
    }
    return found;
  });
}
