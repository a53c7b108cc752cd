import { spawn } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { childEnvironment, root } from "./paths.mjs";

/** @param {number} ms */
export const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to someone else.
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {number} pid @param {string} file */
function fromProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return null;
  }
}

/** Fields of /proc/<pid>/stat after the command's name, which may itself hold spaces and brackets. @param {number} pid */
function statFields(pid) {
  const stat = fromProc(pid, "stat");
  return stat === null ? null : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Distinguishes a process from a later one with the same number; null where the system does not tell. @param {number} pid */
export function startTime(pid) {
  return statFields(pid)?.[19] ?? null;
}

/** @param {number} pid */
export function parentOf(pid) {
  const parent = Number(statFields(pid)?.[1] ?? 0);
  return parent > 0 ? parent : null;
}

/** Arguments of a process; null where the system does not tell. @param {number} pid @returns {string[] | null} */
export function commandLine(pid) {
  const line = fromProc(pid, "cmdline");
  return line === null ? null : line.split("\0").slice(0, -1);
}

/** Process numbers mean nothing outside their namespace (a container's). */
export function pidNamespace() {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return process.platform;
  }
}

/** @param {number} pid @param {number} timeoutMs @returns {Promise<boolean>} whether it ended in time */
export async function waitForEnd(pid, timeoutMs) {
  const until = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() > until) return false;
    await sleep(20);
  }
  return true;
}

/**
 * Children of {@link run} with the time each gets to end, so that an interrupted launcher leaves none behind.
 * @type {Map<import("node:child_process").ChildProcess, number>}
 */
const running = new Map();

/** Ends what {@link run} has started, group by group. SIGINT, since Playwright only then stops its own servers in order. */
export async function stopRunning() {
  await Promise.all([...running].map(([child, graceMs]) => stopGroup(child, graceMs)));
}

/** @param {import("node:child_process").ChildProcess} child @param {number} graceMs */
async function stopGroup(child, graceMs) {
  const signalGroup = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      child.kill(signal);
    }
  };
  const ended = new Promise((resolve) => child.once("close", resolve));
  signalGroup("SIGINT");
  const hard = setTimeout(() => signalGroup("SIGKILL"), graceMs);
  await ended;
  clearTimeout(hard);
}

/**
 * Ends a group when the launcher is gone without having done so (kill -9): a second install must not meet the first one
 * still at work. The launcher holds the other end of its standard input, which closes whatever ends the launcher.
 * @param {number | undefined} group @param {"INT" | "KILL"} signal
 */
function guardOf(group, signal) {
  const script = 'trap "" INT TERM HUP; read -r _; kill -"$2" -- "-$1"; sleep 10; kill -KILL -- "-$1"';
  const guard = spawn("/bin/sh", ["-c", script, "guard", String(group ?? 2 ** 22), signal], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.on("error", () => {});
  guard.stdin.on("error", () => {});
  guard.unref();
  return guard;
}

/**
 * Runs a command to its end. Output is kept (its last 200 kB) unless `inherit` shows it as it comes.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, uid?: number, gid?: number, inherit?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>} code 128 + n after a signal, 127 when it could not be started
 */
export function run(command, args, { cwd = root, env = {}, uid, gid, inherit = false } = {}) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      cwd,
      env: childEnvironment(env),
      uid,
      gid,
      // Its own group: a terminal's Ctrl-C reaches only the launcher, which then ends the whole group.
      detached: true,
      stdio: inherit ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
    });
    // An interrupted install or build is made again; tests have servers to stop.
    running.set(child, inherit ? 15_000 : 1500);
    const guard = guardOf(child.pid, inherit ? "INT" : "KILL");
    let output = "";
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString()).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.once("error", (error) => {
      running.delete(child);
      guard.kill("SIGKILL");
      done({ code: 127, output: `${command}: ${error.message}` });
    });
    child.once("close", (code) => {
      running.delete(child);
      guard.kill("SIGKILL");
      done({ code: code ?? 128, output });
    });
  });
}
