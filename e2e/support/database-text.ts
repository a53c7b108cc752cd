import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";

const tablesSchema = z.array(z.object({ name: z.string() }));

/** How many rows of which table hold this text in any of their columns; tables without are left out. */
export async function rowsContaining(databaseUrl: string, text: string): Promise<Record<string, number>> {
  return withClient(databaseUrl, async (client) => {
    const sql = "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'";
    const found: Record<string, number> = {};
    for (const { name } of tablesSchema.parse((await client.query(sql)).rows)) {
      const count = `select count(*)::int as n from ${name} t where position($1 in t::text) > 0`;
      const { n } = z.object({ n: z.number() }).parse((await client.query(count, [text])).rows[0]);
      if (n > 0) found[name] = n;
    }
    return found;
  });
}
