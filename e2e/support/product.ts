import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "./free-port.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The built product as people run it: launcher, server and, unless told otherwise, its own database, as processes of their own. */
export interface Product {
  url: string;
  /** holds the log of all its starts, and the data */
  folder: string;
  /** of the launcher */
  pid: () => number;
  /** of its own database, while it runs */
  databaseUrl: () => string;
  /** everything it has printed so far, over all its starts */
  output: () => string;
  /** starts it again with the same data on the same port; resolves when it is ready. @returns what `ready` said on the way */
  start: () => Promise<StartReport>;
  /** the orderly end: SIGTERM */
  stop: () => Promise<void>;
  /** a signal to the launcher, which is not waited for */
  signal: (signal: NodeJS.Signals) => void;
  /** resolves when the launcher and with it everything has ended */
  ended: () => Promise<void>;
  /** kill -9 for the launcher and everything it has started, all at once. @returns when, in ms since the epoch */
  kill: () => Promise<number>;
  /** memory of the server process, MiB */
  memory: () => number;
  /** kill -9 for one of them, which the launcher has to notice */
  killOnly: (which: "database" | "server") => void;
  /** stops it and removes its data */
  remove: () => Promise<void>;
}

export interface StartReport {
  /** status and reason of `ready` in the order seen, repetitions left out */
  seen: string[];
  ms: number;
}

/** Every setting the environment of a developer could bring in: no test may reach a real provider. */
const blank = Object.fromEntries(
  [
    "APP_URL",
    "APP_SECRET",
    "DATABASE_URL",
    "REDIS_URL",
    "DEFAULT_MODEL",
    "OPENROUTER_API_KEY",
    "OPENROUTER_BASE_URL",
    "OPENAI_BASE_URL",
    "OPENAI_API_KEY",
    "LOG_LEVEL",
    "PROVIDER_IDLE_TIMEOUT",
    "PROVIDER_FIRST_BYTE_TIMEOUT",
  ].map((name) => [name, ""]),
);

/** Starts the product with a data folder of its own and waits until it is ready. The first start may build it. */
export async function startProduct(env: Record<string, string> = {}): Promise<Product & StartReport> {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-product-"));
  // As root the database runs as another user, who has to get to the data below.
  chmodSync(folder, 0o711);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, "output.log");
  const cluster = join(folder, "data", "postgres");
  let child: ChildProcess | null = null;

  const start = async () => {
    const log = openSync(logFile, "a");
    child = spawn(process.execPath, [join(root, "scripts/app.mjs"), "start"], {
      cwd: root,
      env: {
        ...process.env,
        ...blank,
        AUTH_MODE: "solo",
        // What still streams at the end of a test is nobody's concern.
        DRAIN_SECONDS: "0",
        ...env,
        HOST: "127.0.0.1",
        PORT: String(port),
        DATA_DIR: join(folder, "data"),
      },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    return waitUntilReady(url, child, () => tail(logFile));
  };
  const stop = async () => {
    if (child && isAlive(child)) await ended(child, () => child?.kill("SIGTERM"));
  };
  const kill = async () => {
    const now = () => performance.timeOrigin + performance.now();
    if (!child || !isAlive(child) || child.pid === undefined) return now();
    const pids = treeOf(child.pid);
    let at = now();
    await ended(child, () => {
      for (const pid of pids) killHard(pid);
      at = now();
    });
    return at;
  };
  const product: Product = {
    url,
    folder,
    pid: () => child?.pid ?? 0,
    databaseUrl: () => `postgresql://app@localhost/verbatim?host=${encodeURIComponent(socketsOf(cluster))}`,
    output: () => readFileSync(logFile, "utf8"),
    start,
    stop,
    signal: (signal) => void child?.kill(signal),
    ended: async () => {
      if (child && isAlive(child)) await ended(child, () => {});
    },
    kill,
    memory: () =>
      Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${serverPidOf(child?.pid ?? 0)}/status`, "utf8"))?.[1]) /
      1024,
    killOnly: (which) => {
      const pid = Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
      const victim = which === "database" ? pid : serverPidOf(child?.pid ?? 0);
      if (victim === undefined) throw new Error(`no ${which} among the children`);
      process.kill(victim, "SIGKILL");
    },
    remove: async () => {
      const sockets = existsSync(join(cluster, "postmaster.pid")) ? socketsOf(cluster) : null;
      await stop();
      if (sockets) rmSync(sockets, { recursive: true, force: true });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  try {
    return { ...product, ...(await start()) };
  } catch (error) {
    await product.kill();
    throw error;
  }
}

/** The server among what this launcher has started. */
export function serverPidOf(launcherPid: number): number | undefined {
  const [, ...children] = treeOf(launcherPid);
  return children.find((id) => commandOf(id).includes("next"));
}

async function waitUntilReady(url: string, child: ChildProcess, lastLines: () => string): Promise<StartReport> {
  const startedAt = performance.now();
  const seen: string[] = [];
  for (const until = performance.now() + 240_000; performance.now() < until; await wait(20)) {
    if (!isAlive(child)) throw new Error(`The product ended while starting:\n${lastLines()}`);
    const answer = await fetch(`${url}/api/health/ready`).then(
      async (response) => ({ status: response.status, body: await response.text() }),
      () => null,
    );
    if (answer === null) continue;
    const said = `${answer.status} ${answer.body}`;
    if (seen.at(-1) !== said) seen.push(said);
    if (answer.status === 200) return { seen, ms: performance.now() - startedAt };
  }
  throw new Error(`The product was not ready in time:\n${lastLines()}`);
}

/** The server's own file names its socket folder in the fifth line. */
const socketsOf = (cluster: string) =>
  readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[4]?.trim() ?? "";

const isAlive = (child: ChildProcess) => child.exitCode === null && child.signalCode === null;

function ended(child: ChildProcess, cause: () => void): Promise<void> {
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    cause();
  });
}

/** A process and all that descend from it, whatever groups they made for themselves. */
function treeOf(pid: number): number[] {
  const rows = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [pid];
  // Grows while it is walked: the children of children come later in the same loop.
  for (const parent of tree) for (const [id, of] of pairs) if (of === parent && id !== undefined) tree.push(id);
  return tree;
}

function commandOf(pid: number): string {
  return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" });
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself in this very moment.
  }
}

const tail = (file: string) => readFileSync(file, "utf8").split("\n").slice(-40).join("\n");
