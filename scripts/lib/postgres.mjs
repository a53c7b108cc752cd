import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { inRoot } from "./paths.mjs";
import { postgresBinaries } from "./postgres-binaries.mjs";
import { clearStalePid } from "./postgres-pid.mjs";
import { postgresUser } from "./postgres-user.mjs";
import { run, sleep } from "./processes.mjs";
import { shortHash } from "./system-folder.mjs";

/** @typedef {import("./postgres-user.mjs").SystemUser} SystemUser */
/**
 * @typedef {object} Server a running PostgreSQL
 * @property {(database: string) => string} urlOf
 * @property {() => Promise<void>} stop orderly, and forcefully when that takes too long
 * @property {Promise<number | null>} ended resolves when the server process ends, for whatever reason
 */

const superuser = "app";

/**
 * Makes the cluster in `home`/postgres when it is not there. The caller holds the lock of `home`.
 * @param {string} home @param {SystemUser | null} user @param {string[]} [more] arguments of initdb
 */
export async function ensureCluster(home, user, more = []) {
  const cluster = join(home, "postgres");
  // A first start that was interrupted leaves these; the finished cluster is only ever moved into place whole.
  for (const name of readdirSync(home)) {
    if (name.startsWith("postgres.new-"))
      rmSync(join(home, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
  const native = await postgresBinaries(user);
  if (existsSync(cluster) && readdirSync(cluster).length === 0) rmdirSync(cluster);
  if (existsSync(cluster)) return checkCluster(cluster, native);
  const unfinished = join(home, `postgres.new-${process.pid}`);
  mkdirSync(unfinished, { mode: 0o700 });
  if (user) chownSync(unfinished, user.uid, user.gid);
  const args = [
    "-D",
    unfinished,
    "-U",
    superuser,
    "--auth=trust",
    "-E",
    "UTF8",
    "--locale-provider=builtin",
    "--locale=C.UTF-8",
    "--no-instructions",
    ...more,
  ];
  const { code, output } = await run(join(native, "bin/initdb"), args, { cwd: "/", uid: user?.uid, gid: user?.gid });
  if (code !== 0) throw new Failure(`The database could not be created in ${home}:\n${output.trim()}`);
  renameSync(unfinished, cluster);
  return { cluster, native };
}

/** @param {string} cluster @param {string} native */
function checkCluster(cluster, native) {
  let version;
  try {
    version = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
    if (!lstatSync(join(cluster, "global/pg_control")).isFile()) throw new Error("pg_control");
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "EACCES")
      throw new Failure(`${cluster} belongs to another user: start as that user, or set DATA_DIR to another folder.`);
    throw new Failure(
      `${cluster} is not a whole PostgreSQL database: restore it from a backup, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  if (version !== "18")
    throw new Failure(
      `${cluster} was made by PostgreSQL ${version}, this is PostgreSQL 18: move the data over with pg_dump.`,
    );
  return { cluster, native };
}

/** The path of a socket may have 107 bytes. */
const temporaryFolder = () => (tmpdir().length > 60 ? "/tmp" : tmpdir());

/** Where the socket lies: named after the data, so that a start after a crash finds the name again. @param {string} home @param {SystemUser | null} user */
export function socketFolder(home, user) {
  const folder = join(temporaryFolder(), `verbatim-${shortHash(home)}`);
  const owner = user?.uid ?? process.getuid?.();
  const there = lstatSync(folder, { throwIfNoEntry: false });
  // In a folder everyone may write to, someone else may have taken the name.
  const chosen = there && !(there.isDirectory() && there.uid === owner) ? mkdtempSync(`${folder}-`) : folder;
  makeSocketFolder(chosen, user);
  return chosen;
}

/** @param {string} folder @param {SystemUser | null} user */
function makeSocketFolder(folder, user) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (user) chownSync(folder, user.uid, user.gid);
}

/** @param {string} sockets as {@link socketFolder} returned it @param {string} database */
export const databaseUrlAt = (sockets, database) =>
  `postgresql://${superuser}@localhost/${database}?host=${encodeURIComponent(sockets)}`;

/**
 * Starts the server of a cluster and waits until it answers a query.
 * @param {{ home: string, user: SystemUser | null, cluster: string, native: string, sockets: string, settings?: string[], removeAfterwards?: string }} options
 * @returns {Promise<Server>}
 */
export async function startPostgres({ home, user, cluster, native, sockets, settings = [], removeAfterwards = "" }) {
  await clearStalePid(cluster);
  // Temporary folders are swept now and then, and a server that ended is started again after weeks.
  if (!existsSync(sockets)) makeSocketFolder(sockets, user);
  const logFile = join(home, "postgres.log");
  // adapter-pg reads every timestamp as UTC, whatever offset the server writes.
  const fixed = ["listen_addresses=", "unix_socket_permissions=0700", "timezone=UTC", "log_timezone=UTC", ...settings];
  const args = ["-D", cluster, "-k", sockets, ...fixed.flatMap((setting) => ["-c", setting])];
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  const log = openSync(logFile, "w", 0o600);
  // Its own group: a terminal's Ctrl-C must not stop it before the product is done with it.
  const child = spawn(join(native, "bin/postgres"), args, {
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    ...identity,
  });
  closeSync(log);
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", () => resolve(127));
  });
  const watchdog = watchOver(child.pid, cluster, removeAfterwards);
  const urlOf = (/** @type {string} */ database) => databaseUrlAt(sockets, database);
  const stop = async () => {
    child.kill("SIGINT");
    if (child.pid !== undefined && child.exitCode === null && !(await waitForExit(ended, 8000))) {
      child.kill("SIGQUIT");
      if (!(await waitForExit(ended, 2000))) child.kill("SIGKILL");
    }
  };
  let exit = /** @type {number | null | undefined} */ (undefined);
  void ended.then((code) => {
    exit = code;
    watchdog.end();
  });
  for (const until = Date.now() + 60_000; ; ) {
    if (exit !== undefined) throw new PostgresEnded(`PostgreSQL did not start:\n${tailOf(logFile)}`);
    // A socket that accepts is not a ready server: only an answer counts.
    if (
      await ask(urlOf("postgres"), "select 1").then(
        () => true,
        () => false,
      )
    )
      break;
    if (Date.now() > until) {
      await stop();
      throw new Failure(`PostgreSQL did not answer within a minute:\n${tailOf(logFile)}`);
    }
    await sleep(15);
  }
  return { urlOf, stop, ended };
}

/** The server process ended before it was ready. */
export class PostgresEnded extends Failure {}

/** @param {number | undefined} pid @param {string} cluster @param {string} removeAfterwards */
function watchOver(pid, cluster, removeAfterwards) {
  const child = spawn("/bin/sh", [inRoot("scripts/lib/watchdog.sh"), String(pid ?? 0), cluster, removeAfterwards], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.on("error", () => {});
  child.stdin.on("error", () => {});
  child.unref();
  return { end: () => child.stdin.end() };
}

/** @param {Promise<unknown>} ended @param {number} ms @returns {Promise<boolean>} whether it ended in time */
function waitForExit(ended, ms) {
  return new Promise((resolve) => {
    const timeout = setTimeout(() => resolve(false), ms);
    void ended.then(() => {
      clearTimeout(timeout);
      resolve(true);
    });
  });
}

/** @param {string} file */
function tailOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n") : "(no log)";
}

/**
 * A server of its own for tests and checks, not durable, gone with its data when stopped or when this process dies.
 * @returns {Promise<Server>}
 */
export async function startTemporaryPostgres() {
  const user = postgresUser();
  const home = mkdtempSync(join(temporaryFolder(), "verbatim-pg-"));
  chmodSync(home, 0o711);
  if (user) chownSync(home, user.uid, user.gid);
  const { cluster, native } = await ensureCluster(home, user);
  const settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"];
  const server = await startPostgres({ home, user, cluster, native, settings, sockets: home, removeAfterwards: home });
  return {
    ...server,
    stop: async () => {
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
