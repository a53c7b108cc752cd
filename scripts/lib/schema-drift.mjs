import { ensureDatabase } from "./database.mjs";
import { applyMigrations } from "./migrate.mjs";
import { startTemporaryPostgres } from "./postgres.mjs";
import { diffToSchema } from "./schema-engine.mjs";

/** SQL that is missing in the migrations for prisma/schema.prisma; null when nothing is. */
export async function schemaDrift() {
  const server = await startTemporaryPostgres();
  try {
    await ensureDatabase(server.urlOf("postgres"), "scratch");
    await applyMigrations(server.urlOf("scratch"));
    return await diffToSchema(server.urlOf("scratch"));
  } finally {
    await server.stop();
  }
}
