import "server-only";
import { Pool } from "pg";
import { z } from "zod";
import { env } from "@/lib/config/env";
import type { InstallationConnection } from "./installation-connections";

// Route handlers and instrumentation are separate module graphs in one process: the pool must still be one.
const shared = globalThis as typeof globalThis & { verbatimPlainPool?: Pool };

/** Without the Prisma client, which takes 300 ms of computing to load and to answer its first queries. */
function pool(): Pool {
  if (!shared.verbatimPlainPool) {
    shared.verbatimPlainPool = new Pool({
      connectionString: env().DATABASE_URL,
      max: 1,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: 5_000,
    });
    // A connection that breaks while nobody uses it is opened again with the next query.
    shared.verbatimPlainPool.on("error", () => {});
  }
  return shared.verbatimPlainPool;
}

/** @throws when the database does not answer. */
export async function askDatabase(): Promise<void> {
  await pool().query("select 1");
}

/** Whether messages wait to be put into the search index: those of an older release, of an import, or of a process that died. */
export async function hasSearchTodo(): Promise<boolean> {
  const { rowCount } = await pool().query("select from search_todo limit 1");
  return (rowCount ?? 0) > 0;
}

const rowSchema = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  profile: z.string(),
  source: z.string(),
  position: z.number(),
  keyHint: z.string().nullable(),
  enabled: z.boolean(),
});
type Row = z.infer<typeof rowSchema>;
const stateSchema = z.object({
  hasOwner: z.boolean(),
  isInterrupted: z.boolean(),
  connections: z.array(rowSchema),
});

const stateQuery = `select
  exists (select from "user" where id = 'solo-owner') as "hasOwner",
  exists (select from completion where status = 'running' and ($1 or lease_until is null or lease_until < now())) as "isInterrupted",
  (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'baseUrl', base_url, 'profile', profile,
    'source', source, 'position', position, 'keyHint', key_hint, 'enabled', enabled)), '[]')
    from connection where owner_id is null) as connections`;

/**
 * Whether an earlier start has left nothing to do. One query; a doubt counts as "no", and then the ordinary writes decide.
 * @throws when the database does not answer.
 */
export async function isStartedBefore(wanted: readonly InstallationConnection[]): Promise<boolean> {
  const { rows } = await pool().query(stateQuery, [env().REDIS_URL === undefined]);
  const state = stateSchema.safeParse(rows[0]).data;
  if (!state || state.isInterrupted || (env().AUTH_MODE === "solo" && !state.hasOwner)) return false;
  const found = new Map(state.connections.map((row) => [row.id, row]));
  const isAsWritten = (connection: InstallationConnection) => {
    const row = found.get(connection.id);
    found.delete(connection.id);
    return row !== undefined && isSame(row, connection);
  };
  // What is left over is no longer configured, and has to be switched off.
  return wanted.every(isAsWritten) && [...found.values()].every(({ enabled }) => !enabled);
}

function isSame({ enabled, keyHint, ...row }: Row, { key, ...connection }: InstallationConnection): boolean {
  if (connection.source === "env" && !enabled) return false;
  if (keyHint === null ? (key ?? "").length >= 12 : !key?.endsWith(keyHint)) return false;
  return Object.entries(connection).every(
    // Nothing could be read from the address: it stays what it was recognised as.
    ([name, value]) => Reflect.get(row, name) === value || (name === "profile" && value === "openai-compatible"),
  );
}
