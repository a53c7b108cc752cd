import { z } from "zod";
import { withClient } from "../../../scripts/lib/database.mjs";
import { danglingRows } from "../tree-faults.ts";

const rowsSchema = z.array(z.object({ id: z.string(), text: z.string() }));

/** Everything ever acknowledged is still stored, word for word, after all the kills that came later; and no row points at nothing. */
export async function historyFaults(databaseUrl: string, history: ReadonlyMap<string, string>): Promise<string[]> {
  const sql = `select m.id::text, p.text from message m join part p on p.message_id = m.id where m.id = any($1::uuid[])`;
  const stored = await withClient(databaseUrl, async (client) => {
    const rows = rowsSchema.parse((await client.query(sql, [[...history.keys()]])).rows);
    return new Map(rows.map(({ id, text }) => [id, text]));
  });
  const lost = [...history].filter(([id, text]) => stored.get(id) !== text);
  const dangling = await danglingRows(databaseUrl);
  return [
    ...(lost.length > 0 ? [`${lost.length} of ${history.size} acknowledged questions are lost`] : []),
    ...Object.entries(dangling).map(([name, count]) => `${count} rows point at nothing: ${name}`),
  ];
}
