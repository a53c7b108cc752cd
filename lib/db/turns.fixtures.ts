import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import type { NewCompletion } from "./turns";
import { ensureSoloOwner } from "./users";

/** A database for one file of tests, with an owner and a connection in it; `client` sees it without the code that is tested. */
export function turnDatabase() {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let client: pg.Client;
  let userId: string;
  const connectionId = randomUUID();
  beforeAll(async () => {
    database = await createTestDatabase();
    Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
    userId = (await ensureSoloOwner()).id;
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    await client.query(
      `insert into connection (id, name, base_url, origin, profile, source, updated_at)
       values ($1, 'C', 'http://c/v1', 'http://c', 'x', 'env', now())`,
      [connectionId],
    );
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });
  return {
    connectionId,
    client: () => client,
    userId: () => userId,
    newCompletion: (conversationId: string): NewCompletion => ({
      ...{ id: randomUUID(), messageId: randomUUID(), callId: randomUUID(), userId, conversationId },
      ...{ connectionId, connectionName: "C", model: "m", settings: {} },
    }),
  };
}
