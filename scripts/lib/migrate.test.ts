import { expect, test } from "vitest";
import { ask, ensureDatabase } from "./database.mjs";
import { applyMigrations, pendingMigrations } from "./migrate.mjs";
import { createTestDatabase } from "./test-database.mjs";

const migration = (name: string, sql = `create table ${name} ()`) => ({ name, sql, checksum: `checksum of ${sql}` });

test("pending is what the database does not have; what a newer release added is no obstacle", () => {
  const applied = [
    { migration_name: "a", checksum: "checksum of create table a ()" },
    { migration_name: "z_from_later", checksum: "x" },
  ];
  expect(pendingMigrations([migration("a"), migration("b")], applied).map(({ name }) => name)).toEqual(["b"]);
});

test("a migration changed after it was applied stops the start", () => {
  expect(() => pendingMigrations([migration("a")], [{ migration_name: "a", checksum: "other" }])).toThrow(
    /a was changed after/,
  );
});

const serverUrl = process.env.TEST_DATABASE_URL;

test.skipIf(!serverUrl)(
  "a migration that fails leaves nothing behind, and the start after its repair goes on",
  async () => {
    const { url, drop } = await createTestDatabase(serverUrl);
    try {
      const whole = migration("zz_first");
      const broken = migration("zz_second", "create table half (); select 1 / 0");
      await expect(applyMigrations(url, { migrations: [whole, broken] })).rejects.toThrow(
        /zz_second failed, the database is as before: division by zero/,
      );
      expect(
        await ask(url, "select to_regclass('zz_first') is not null as first, to_regclass('half') is not null as half"),
      ).toEqual([{ first: true, half: false }]);
      expect(
        await applyMigrations(url, { migrations: [whole, migration("zz_second", "create table half ()")] }),
      ).toEqual(["zz_second"]);
      expect(await applyMigrations(url, { migrations: [whole] })).toEqual([]);
    } finally {
      await drop();
    }
  },
);

test.skipIf(!serverUrl)("several starting at once apply each migration once", async () => {
  const { url, drop } = await createTestDatabase(serverUrl);
  try {
    const migrations = [migration("zz_once")];
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, { migrations })));
    expect(applied.flat()).toEqual(["zz_once"]);
  } finally {
    await drop();
  }
});

test.skipIf(!serverUrl)(
  "a server that forbids extensions gets all migrations, with the search it can have",
  async () => {
    const name = `bare_${Date.now()}`;
    const urlOf = (database: string, user?: string) => {
      const changed = new URL(serverUrl ?? "");
      changed.pathname = `/${database}`;
      if (user) changed.username = user;
      return changed.href;
    };
    await ensureDatabase(urlOf("postgres"), name);
    try {
      await ask(urlOf("postgres"), `create role ${name} login`);
      await ask(urlOf(name), `grant usage, create on schema public to ${name}`);
      await applyMigrations(urlOf(name, name));
      expect(
        await ask(
          urlOf(name),
          `select to_regclass('search_doc_tsv_idx') is not null as words, to_regclass('search_doc_body_trgm_idx') is null as "noParts",
           (select count(*)::int from pg_extension where extname in ('pg_trgm', 'btree_gin')) as extensions`,
        ),
      ).toEqual([{ words: true, noParts: true, extensions: 0 }]);
    } finally {
      await ask(urlOf("postgres"), `drop database ${name} with (force)`);
      await ask(urlOf("postgres"), `drop role ${name}`);
    }
  },
);
