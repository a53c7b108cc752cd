import { ensureDatabase } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { complain, say, step } from "./log.mjs";
import { ensureCluster, PostgresEnded, startPostgres } from "./postgres.mjs";
import { sleep } from "./processes.mjs";
import { restartBudget } from "./restarts.mjs";

const databaseName = "verbatim";

/**
 * The embedded database, kept running: a server that ends by itself is started again.
 * @param {{ home: string, user: import("./postgres-user.mjs").SystemUser | null, shutdown: import("./shutdown.mjs").Shutdown, giveUp: (error: Error) => void }} options
 * @returns {Promise<string>} DATABASE_URL
 */
export async function runDatabaseServer({ home, user, shutdown, giveUp }) {
  const files = await step("Preparing the database", () => ensureCluster(home, user));
  const start = () => startPatiently({ home, user, ...files });
  let server = await step("Starting the database", start);
  shutdown.add(() => server.stop());
  await ensureDatabase(server.urlOf("postgres"), databaseName);
  const mayRestart = restartBudget();
  const keepRunning = async () => {
    for (;;) {
      await server.ended;
      if (shutdown.isStopping) return;
      if (!mayRestart()) throw new Failure(`PostgreSQL keeps ending; its log is ${home}/postgres.log`);
      complain("PostgreSQL ended unexpectedly: starting it again. Nothing that was saved is lost.");
      server = await start();
      if (shutdown.isStopping) return server.stop();
      say("The database answers again.");
    }
  };
  keepRunning().catch(giveUp);
  return server.urlOf(databaseName);
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
