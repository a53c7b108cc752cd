import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Failure } from "./failure.mjs";
import { commandLine, isAlive, waitForEnd } from "./processes.mjs";

/** @param {string} cluster */
export function readPostmasterPid(cluster) {
  try {
    const pid = Number(readFileSync(join(cluster, "postmaster.pid"), "utf8").split("\n")[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** Whether these arguments are those of a PostgreSQL server of this folder. @param {readonly string[]} args @param {string} cluster */
export function isPostgresOf(args, cluster) {
  const folder = args[args.indexOf("-D") + 1];
  return basename(args[0] ?? "") === "postgres" && args.includes("-D") && folder === cluster;
}

/**
 * Makes the cluster free to start, under the launcher's lock. A server left by a launcher that was killed is stopped; a
 * file whose number now belongs to another program (numbers repeat after a container restart) is removed. A number
 * nobody has is PostgreSQL's own business.
 * @param {string} cluster
 */
export async function clearStalePid(cluster) {
  const pid = readPostmasterPid(cluster);
  if (pid === null || !isAlive(pid)) return;
  const args = commandLine(pid);
  if (args === null) throw new Failure(`Process ${pid} may be a PostgreSQL of ${cluster}: stop it, then start again.`);
  if (!isPostgresOf(args, cluster)) {
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    return;
  }
  for (const signal of /** @type {const} */ (["SIGINT", "SIGQUIT"])) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === "EPERM") break;
    }
    if (await waitForEnd(pid, 10_000)) return;
  }
  throw new Failure(
    `A PostgreSQL (process ${pid}) already runs on ${cluster} and cannot be stopped: stop it, then start again.`,
  );
}
