import { ask, ensureDatabase } from "./database.mjs";
import { applyMigrations } from "./migrate.mjs";
import { startTemporaryPostgres } from "./postgres.mjs";
import { diffToSchema } from "./schema-engine.mjs";

/**
 * Made by migrations and unknown to prisma/schema.prisma, which has no words for a GIN index over a text column: it asks for the operator
 * class, and then takes the default one for a difference. They are not compared.
 */
const beyondPrisma = ["search_doc_owner_id_tsv_idx"];

/** SQL that is missing in the migrations for prisma/schema.prisma; null when nothing is. */
export async function schemaDrift() {
  const server = await startTemporaryPostgres();
  try {
    await ensureDatabase(server.urlOf("postgres"), "scratch");
    await applyMigrations(server.urlOf("scratch"));
    for (const index of beyondPrisma) await ask(server.urlOf("scratch"), `drop index ${index}`);
    return await diffToSchema(server.urlOf("scratch"));
  } finally {
    await server.stop();
  }
}
