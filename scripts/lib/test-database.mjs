import { randomUUID } from "node:crypto";
import { ensureDatabase, withClient } from "./database.mjs";
import { applyMigrations } from "./migrate.mjs";

/** Migrated once and copied for each test file, which takes a few milliseconds. */
const templateName = "verbatim_template";

/** @param {string} maintenanceUrl */
export async function prepareTemplate(maintenanceUrl) {
  await ensureDatabase(maintenanceUrl, templateName);
  await applyMigrations(withDatabase(maintenanceUrl, templateName));
}

/**
 * An empty database with the newest schema, for one test file. `TEST_DATABASE_URL` names the server; `npm test` and
 * `node scripts/app.mjs test-db` start one and set it.
 * @param {string | undefined} maintenanceUrl
 * @returns {Promise<{ url: string, drop: () => Promise<void> }>}
 */
export async function createTestDatabase(maintenanceUrl = process.env.TEST_DATABASE_URL) {
  if (!maintenanceUrl) throw new Error("TEST_DATABASE_URL is not set: run these tests with npm run test:unit");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  // Copying a database fails while another copy of it is being made: one after the other, through a lock on the server.
  await withClient(maintenanceUrl, async (client) => {
    await client.query("select pg_advisory_lock(hashtext('verbatim test template'))");
    await prepareTemplate(maintenanceUrl);
    await ensureDatabase(maintenanceUrl, name, { template: templateName });
  });
  return {
    url: withDatabase(maintenanceUrl, name),
    drop: () =>
      withClient(
        maintenanceUrl,
        async (client) => void (await client.query(`drop database if exists ${name} with (force)`)),
      ),
  };
}

/** @param {string} url @param {string} database */
function withDatabase(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
