import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/config/env";
import { PrismaClient } from "@/prisma/generated/client";

// Route handlers and instrumentation are separate module graphs in one process: the pool must still be one.
const shared = globalThis as typeof globalThis & { verbatimPrisma?: PrismaClient };

/** The one Prisma client of the process. Only lib/db imports it. */
export function prisma(): PrismaClient {
  shared.verbatimPrisma ??= new PrismaClient({
    adapter: new PrismaPg({
      connectionString: env().DATABASE_URL,
      max: 12,
      idleTimeoutMillis: 60_000,
      connectionTimeoutMillis: 5_000,
      // The adapter reads whatever offset the server sends as UTC, so the session has to be in UTC.
      options: "-c timezone=UTC",
    }),
  });
  return shared.verbatimPrisma;
}

/** @throws when the database does not answer. */
export async function pingDatabase(): Promise<void> {
  await prisma().$queryRaw`select 1`;
}
