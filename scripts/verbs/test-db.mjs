import { say } from "../lib/log.mjs";
import { startTemporaryPostgres } from "../lib/postgres.mjs";
import { createTestDatabase } from "../lib/test-database.mjs";

/** A throw-away server with a migrated database, for work on the server's code; until Ctrl-C. @param {import("../lib/shutdown.mjs").Shutdown} shutdown */
export async function runTestDatabase(shutdown) {
  const server = await startTemporaryPostgres();
  shutdown.add(server.stop);
  const maintenanceUrl = server.urlOf("postgres");
  const { url } = await createTestDatabase(maintenanceUrl);
  say(`TEST_DATABASE_URL=${maintenanceUrl}`);
  say(`DATABASE_URL=${url}`);
  await server.ended;
  return 0;
}
