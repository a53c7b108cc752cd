import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../lib/failure.mjs";
import { say } from "../lib/log.mjs";
import { migrationsFolder } from "../lib/migrate.mjs";
import { ensurePrismaClient } from "../lib/prisma-client.mjs";
import { schemaDrift } from "../lib/schema-drift.mjs";

/** Writes the migration that leads from the migrations so far to prisma/schema.prisma. @param {string[]} args */
export async function createMigration(args) {
  const name = args
    .join("_")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  if (name === "") throw new Failure("Name the migration: npm run db:migrate -- add_projects");
  const sql = await schemaDrift();
  if (sql === null) {
    say("No changes: the migrations already lead to prisma/schema.prisma.");
    return 0;
  }
  const timestamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
  const folder = join(migrationsFolder, `${timestamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "migration.sql"), sql);
  say(`Written: ${join(folder, "migration.sql")}. Read it before you commit it; the next start applies it.`);
  await ensurePrismaClient();
  return 0;
}
