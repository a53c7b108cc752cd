import { join } from "node:path";
import { databaseHome, ensureDataDir } from "../lib/database-home.mjs";
import { startDatabaseServer } from "../lib/database-server.mjs";
import { loadEnvFile } from "../lib/env-file.mjs";
import { Failure } from "../lib/failure.mjs";
import { probe, reasonIn } from "../lib/health.mjs";
import { waitForLock } from "../lib/lock.mjs";
import { complain, say, step } from "../lib/log.mjs";
import { migrateDatabase } from "../lib/migrate-database.mjs";
import { startNext } from "../lib/next-server.mjs";
import { ensurePortFree } from "../lib/ports.mjs";
import { sleep } from "../lib/processes.mjs";
import { restartBudget } from "../lib/restarts.mjs";
import { appSecret } from "../lib/secret.mjs";
import { setUp } from "../lib/set-up.mjs";
import { readSettings } from "../lib/settings.mjs";
import { markServing } from "../lib/shutdown.mjs";

/** @typedef {import("../lib/shutdown.mjs").Shutdown} Shutdown */
/** @typedef {import("../lib/settings.mjs").LaunchSettings} LaunchSettings */

/** How long a server whose launcher was killed may take to leave its port. */
const portGraceMs = 5000;

/**
 * Sets up what is missing, then runs database and product until a signal comes.
 * @param {{ shutdown: Shutdown, mode: "start" | "dev" }} options
 * @returns {Promise<number>} exit code
 */
export async function runProduct({ shutdown, mode }) {
  loadEnvFile();
  const settings = readSettings(process.env);
  const dataDir = ensureDataDir(settings.dataDir);
  const embedded = settings.databaseUrl === null ? databaseHome(dataDir) : null;
  let tookOver = false;
  if (embedded) {
    const taken = await takeData(embedded.home, settings);
    if ("met" in taken) return taken.met;
    tookOver = taken.lock.tookOver;
    shutdown.add(taken.lock.release);
  }
  // Before the steps that take a minute. An external database has no lock that tells of a killed launcher.
  await ensurePortFree(settings.host, settings.port, tookOver || !embedded ? portGraceMs : 0);
  await setUp({ build: mode === "start" });
  const secret = appSecret(dataDir, process.env);

  const fatal = failureSignal();
  const database = embedded
    ? startDatabaseServer({ ...embedded, shutdown, giveUp: fatal.raise })
    : { url: /** @type {string} */ (settings.databaseUrl), up: Promise.resolve() };
  const databaseUp = database.up.then(() => migrateDatabase(database.url));
  // The development server is several processes, of which no message reaches the right one.
  if (mode === "dev") await databaseUp;
  const env = {
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    APP_SECRET: secret,
    HOST: settings.host,
    PORT: String(settings.port),
  };
  await Promise.race([serve({ shutdown, mode, settings, env, databaseUp }), fatal.raised]);
  return 0;
}

/**
 * One launcher for one database. Another one that answers is what the person wanted.
 * @param {string} home @param {LaunchSettings} settings
 */
function takeData(home, settings) {
  let said = false;
  return waitForLock(
    join(home, "launcher.lock"),
    { url: settings.url, host: settings.host, port: String(settings.port) },
    async (holder, waitedMs) => {
      const { url = "", host = "", port = "0" } = holder.details;
      const ask = (/** @type {string} */ path) => probe({ host, port: Number(port), path, timeoutMs: 2000 });
      const answer = await ask("/api/health/live");
      const ready = answer?.status === 200 ? await ask("/api/health/ready") : null;
      const isLeaving = ready?.status === 503 && reasonIn(ready.body) === "stopping";
      if (answer?.status === 200 && !isLeaving) {
        say(`Verbatim is already running at ${url}`);
        return 0;
      }
      if (waitedMs > 15 * 60_000)
        throw new Failure(
          `Process ${holder.pid} holds ${home} but does not answer at ${url}: stop it, then start again.`,
        );
      const does = isLeaving ? "finishing the answers of" : "starting";
      if (!said) say(`Process ${holder.pid} is ${does} Verbatim at ${url}: waiting for it.`);
      said = true;
      return undefined;
    },
  );
}

/**
 * Runs Next until the shutdown; starts it again when it ends by itself after it had been ready.
 * @param {{ shutdown: Shutdown, mode: "start" | "dev", settings: LaunchSettings, env: NodeJS.ProcessEnv, databaseUp: Promise<void> }} options
 */
async function serve({ shutdown, mode, settings, env, databaseUp }) {
  const { host, port } = settings;
  const mayRestart = restartBudget();
  const drainMs = mode === "start" ? settings.drainMs : 0;
  const onFinishing = (/** @type {number} */ running) => {
    const hint = shutdown.signal === "SIGINT" ? " Press Ctrl-C again to stop now." : "";
    say(`Finishing ${running === 1 ? "1 answer" : `${running} answers`}.${hint}`);
  };
  const start = () => startNext({ mode, host, port, env, drainMs, databaseUp, onFinishing });
  let next = start();
  shutdown.add(() => next.stop());
  shutdown.onHurry(() => next.hurry());
  await databaseUp;
  markServing();
  for (let isFirst = true; ; isFirst = false) {
    const exit = next.ended;
    let endedAs = /** @type {string | null} */ (null);
    void exit.then((how) => {
      endedAs = how;
    });
    const isReady = await step("Starting the server", () =>
      waitUntilReady(settings, () => endedAs !== null || shutdown.isStopping),
    );
    if (isReady) say(isFirst ? `Verbatim is ready at ${settings.url}` : "Verbatim is ready again.");
    // The first page costs half a second of loading: paid now, while the person is still on the way to it.
    if (isReady) void probe({ host, port, path: "/" });
    const how = await exit;
    if (shutdown.isStopping) return;
    if (!isReady || !mayRestart()) throw new Failure(`The server ended (${how}); its last lines are above.`);
    complain(`The server ended unexpectedly (${how}): starting it again.`);
    await ensurePortFree(host, port, portGraceMs);
    next = start();
  }
}

/** Booting takes a moment, in which "not ready" is no news. */
const quietMs = 3000;

/** @param {LaunchSettings} settings @param {() => boolean} isOver */
async function waitUntilReady({ host, port, url }, isOver) {
  const begun = Date.now();
  let told = "";
  while (!isOver()) {
    const answer = await probe({ host, port, path: "/api/health/ready?redis=optional", timeoutMs: 30_000 });
    if (answer?.status === 200) return true;
    const reason = answer ? `${answer.status}: ${reasonIn(answer.body)}` : "";
    if (reason !== "" && reason !== told && Date.now() - begun > quietMs) {
      complain(`Verbatim answers at ${url}, but is not ready yet (${reason})`);
      told = reason;
    }
    await sleep(Date.now() - begun > quietMs ? 250 : 25);
  }
  return false;
}

/** Lets a failure in the background end the work in the foreground. */
function failureSignal() {
  let raise = /** @type {(error: Error) => void} */ (() => {});
  const raised = /** @type {Promise<never>} */ (
    new Promise((_, reject) => {
      raise = reject;
    })
  );
  // It may be raised before anyone waits.
  raised.catch(() => {});
  return { raised, raise: (/** @type {Error} */ error) => raise(error) };
}
