import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseHome, ensureDataDir } from "../lib/database-home.mjs";
import { runDatabaseServer } from "../lib/database-server.mjs";
import { probe } from "../lib/health.mjs";
import { migrateDatabase } from "../lib/migrate-database.mjs";
import { startNext } from "../lib/next-server.mjs";
import { sleep } from "../lib/processes.mjs";
import { appSecret } from "../lib/secret.mjs";
import { childPid } from "./process-figures.mjs";

const host = "127.0.0.1";

/** @returns {Promise<number>} a port nobody listens on */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/**
 * The built product with a fresh data directory, its own durable database and one connection, to `upstreamUrl`.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {string} upstreamUrl @param {Record<string, string>} [more] environment
 */
export async function startProduct(shutdown, upstreamUrl, more = {}) {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-bench-"));
  // As root the database runs as another user, who has to get to the data below.
  chmodSync(folder, 0o711);
  shutdown.add(() => rmSync(folder, { recursive: true, force: true }));
  const dataDir = ensureDataDir(join(folder, "data"));
  const databaseUrl = await runDatabaseServer({
    ...databaseHome(dataDir),
    shutdown,
    giveUp: (error) => {
      throw error;
    },
  });
  await migrateDatabase(databaseUrl);
  return startProductOn(shutdown, { databaseUrl, dataDir, upstreamUrl, more });
}

/**
 * The built product on a migrated database.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {{ databaseUrl: string, dataDir: string, upstreamUrl: string, more?: Record<string, string> }} on
 */
export async function startProductOn(shutdown, { databaseUrl, dataDir, upstreamUrl, more = {} }) {
  const port = await freePort();
  // Empty = not set: a developer's own environment must not decide what is measured, nor which provider is asked.
  const env = {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    APP_SECRET: appSecret(dataDir, {}),
    HOST: host,
    PORT: String(port),
    APP_URL: "",
    REDIS_URL: "",
    AUTH_MODE: "solo",
    OPENROUTER_API_KEY: "",
    OPENAI_BASE_URL: `${upstreamUrl}/v1`,
    OPENAI_API_KEY: "bench-key",
    DEFAULT_MODEL: "bench/200x50",
    LOG_LEVEL: "warn",
    ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}),
    ...more,
  };
  const next = startNext({ mode: "start", host, port, env });
  shutdown.add(() => next.stop());
  while ((await probe({ host, port, path: "/api/health/ready" }))?.status !== 200) await sleep(50);
  return {
    url: `http://${host}:${port}`,
    stop: () => next.stop(),
    // Next gives itself another title once it runs.
    databaseUrl,
    pid: childPid(/^next-server|next\/dist\/bin\/next/),
    databasePid: childPid(/bin\/postgres/),
  };
}
