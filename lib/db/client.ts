import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/config/env";
import { Prisma, PrismaClient } from "@/prisma/generated/client";

// Route handlers and instrumentation are separate module graphs in one process: the pool must still be one.
const shared = globalThis as typeof globalThis & { verbatimPrisma?: PrismaClient };

/** What queries go through while `withSnapshot` runs them. */
const snapshot = new AsyncLocalStorage<Prisma.TransactionClient>();

/** What queries go through: the one client of the process, or the snapshot they are part of. Only lib/db imports it. */
export function prisma(): Prisma.TransactionClient {
  return snapshot.getStore() ?? prismaClient();
}

/** Every query that `read` makes sees the database as it was at the first of them, whatever is written meanwhile. */
export function withSnapshot<T>(read: () => Promise<T>): Promise<T> {
  const patience = { maxWait: 10_000, timeout: 60_000 };
  return prismaClient().$transaction((transaction) => snapshot.run(transaction, read), {
    isolationLevel: "RepeatableRead",
    ...patience,
  });
}

/**
 * A database behind a line that swallows everything, or one that hangs, never says so: after this, a statement has failed. What takes long
 * (deleting everything, importing, indexing) goes in steps far below it.
 */
const queryTimeoutMs = 10_000;

/** The one Prisma client of the process, for transactions. */
export function prismaClient(): PrismaClient {
  shared.verbatimPrisma ??= new PrismaClient({
    adapter: new PrismaPg(
      {
        connectionString: env().DATABASE_URL,
        max: env().DATABASE_CONNECTIONS,
        idleTimeoutMillis: 60_000,
        connectionTimeoutMillis: 5_000,
        query_timeout: queryTimeoutMs,
        // The adapter reads whatever offset the server sends as UTC, so the session has to be in UTC.
        options: "-c timezone=UTC",
      },
      isEmbedded(env().DATABASE_URL) ? { statementNameGenerator: statementNames() } : {},
    ),
  });
  return shared.verbatimPrisma;
}

/** The launcher's own server, on a unix socket. Between us and any other one a pooler may stand that knows no named statements. */
function isEmbedded(databaseUrl: string): boolean {
  return new URL(databaseUrl).searchParams.get("host")?.startsWith("/") ?? false;
}

const maxStatements = 200;

/**
 * Stands at the beginning of a statement that has to be planned for its values, such as a search: a frequent word and a rare one are
 * found through different indexes.
 */
export const withoutName = Prisma.raw("/* planned each time */");

/**
 * Named statements are parsed and planned once per connection, which otherwise costs the database more than running them. Batches of
 * changing length make ever new statements: those past the limit stay unnamed.
 */
function statementNames(): (query: { sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    if (sql.trimStart().startsWith(withoutName.sql)) return "";
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= maxStatements) return "";
    const name = createHash("sha256").update(sql).digest("hex").slice(0, 32);
    names.set(sql, name);
    return name;
  };
}

/** @throws when the database does not answer. */
export async function pingDatabase(): Promise<void> {
  await prisma().$queryRaw`select 1`;
}
