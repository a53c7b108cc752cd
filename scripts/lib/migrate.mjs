import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withClient } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { inRoot } from "./paths.mjs";

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */

export const migrationsFolder = inRoot("prisma/migrations");

/** The lock every migrator of this table takes, Prisma's own included. */
const advisoryLock = 72_707_369;

/** The table Prisma keeps, column for column, so that its tools can read our history. */
const historyTable = `create table if not exists "_prisma_migrations" (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

/** In the order in which they apply. @param {string} [folder] @returns {Migration[]} */
function readMigrations(folder = migrationsFolder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/**
 * The migrations still to apply. Ones that only the database knows came with a newer release, which keeps its schema
 * usable for this one.
 * @param {readonly Migration[]} migrations
 * @param {readonly { migration_name: string, checksum: string }[]} applied
 * @throws Failure when a migration was changed after it was applied
 */
export function pendingMigrations(migrations, applied) {
  const checksums = new Map(applied.map((row) => [row.migration_name, row.checksum]));
  const changed = migrations.find(({ name, checksum }) => checksums.has(name) && checksums.get(name) !== checksum);
  if (changed) {
    throw new Failure(
      `The migration ${changed.name} was changed after this database had applied it: restore the file, or start with another database (DATA_DIR or DATABASE_URL).`,
    );
  }
  return migrations.filter(({ name }) => !checksums.has(name));
}

/**
 * Brings a database to the newest schema. Every migration and its entry in the history are one transaction: a start that
 * is cut off in between leaves nothing half done, and several starting at once wait for each other.
 * @param {string} url
 * @param {{ migrations?: Migration[] }} [options]
 * @returns {Promise<string[]>} names of what was applied now
 */
export async function applyMigrations(url, { migrations = readMigrations() } = {}) {
  return withClient(url, async (client) => {
    await client.query("select pg_advisory_lock($1)", [advisoryLock]);
    await client.query("set client_min_messages = warning");
    await client.query(historyTable);
    const { rows } = await client.query(
      'select migration_name, checksum from "_prisma_migrations" where finished_at is not null and rolled_back_at is null',
    );
    const pending = pendingMigrations(migrations, rows);
    for (const migration of pending) await applyOne(client, migration);
    return pending.map(({ name }) => name);
  });
}

/** @param {import("pg").Client} client @param {Migration} migration */
async function applyOne(client, { name, sql, checksum }) {
  await client.query("begin");
  try {
    await client.query(sql);
    await client.query(
      'insert into "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count) values ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new Failure(
      `The migration ${name} failed, the database is as before: ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  }
}
