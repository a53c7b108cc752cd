import { ensureDatabase } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { complain, say, step } from "./log.mjs";
import { databaseUrlAt, ensureCluster, PostgresEnded, socketFolder, startPostgres } from "./postgres.mjs";
import { sleep } from "./processes.mjs";
import { restartBudget } from "./restarts.mjs";

const databaseName = "verbatim";

/** @typedef {{ home: string, user: import("./postgres-user.mjs").SystemUser | null, shutdown: import("./shutdown.mjs").Shutdown, giveUp: (error: Error) => void }} Options */

/**
 * The embedded database, kept running: a server that ends by itself is started again.
 * @param {Options} options
 * @returns {Promise<string>} DATABASE_URL
 */
export async function runDatabaseServer(options) {
  const { url, up } = startDatabaseServer(options);
  await up;
  return url;
}

/**
 * The same for those who have something to do until it answers: the address at once, and a promise.
 * @param {Options} options
 * @returns {{ url: string, up: Promise<void> }}
 */
export function startDatabaseServer({ home, user, shutdown, giveUp }) {
  const sockets = socketFolder(home, user);
  const up = keepDatabase({ home, user, sockets, shutdown, giveUp });
  return { url: databaseUrlAt(sockets, databaseName), up };
}

/** @param {Options & { sockets: string }} options */
async function keepDatabase({ home, user, sockets, shutdown, giveUp }) {
  let stop = async () => {};
  // Registered before there is a server, and so before the product: the product is stopped first.
  shutdown.add(() => stop());
  const files = await step("Preparing the database", () => ensureCluster(home, user));
  const start = async () => {
    const started = await startPatiently({ home, user, sockets, ...files });
    stop = started.stop;
    // The shutdown has passed by before there was anything to stop.
    if (shutdown.isStopping) await stop();
    return started;
  };
  let server = await step("Starting the database", start);
  await ensureDatabase(server.urlOf("postgres"), databaseName);
  const mayRestart = restartBudget();
  const keepRunning = async () => {
    for (;;) {
      await server.ended;
      if (shutdown.isStopping) return;
      if (!mayRestart()) throw new Failure(`PostgreSQL keeps ending; its log is ${home}/postgres.log`);
      complain("PostgreSQL ended unexpectedly: starting it again. Nothing that was saved is lost.");
      server = await start();
      if (shutdown.isStopping) return;
      say("The database answers again.");
    }
  };
  keepRunning().catch(giveUp);
}

/** After a crash, processes of the old server may hold its memory for a moment longer. @param {Parameters<typeof startPostgres>[0]} options */
async function startPatiently(options) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startPostgres(options);
    } catch (error) {
      if (!(error instanceof PostgresEnded) || attempt === 5) throw error;
      await sleep(attempt * 300);
    }
  }
}
