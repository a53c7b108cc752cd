import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { say } from "./log.mjs";
import { databaseIsUp, stopNow } from "./orderly-end.mjs";
import { childEnvironment, inRoot, node24, nodeModules, root } from "./paths.mjs";

/** For storing the ends of what still runs and closing connections, after running answers had their time. */
const graceMs = 10_000;

/** The launcher says itself where the product is. */
const banner = /^\s*(▲ Next\.js|- (Local|Network):|✓ (Starting|Ready|Running next\.config)|$)/;

/**
 * @typedef {object} NextOptions
 * @property {"start" | "dev"} mode
 * @property {string} host
 * @property {number} port
 * @property {NodeJS.ProcessEnv} env
 * @property {number} [drainMs] what running answers get when the server is asked to stop
 * @property {Promise<unknown>} [databaseUp] in mode "start" the product loads before, and waits with its first query until this has come
 * @property {(running: number) => void} [onFinishing] asked to stop, it waits for so many answers
 */

/**
 * @param {NextOptions} options
 * @returns {{ ended: Promise<string>, stop: () => Promise<void>, hurry: () => void }} `ended` tells how; `hurry` makes a `stop` that
 *   waits for running answers wait no more
 */
export function startNext(options) {
  const { mode, host, port, env, drainMs = 0, databaseUp = Promise.resolve(), onFinishing = () => {} } = options;
  const preload = pathToFileURL(inRoot("scripts/lib/die-with-parent.mjs")).href;
  const args =
    mode === "start"
      ? [inRoot("scripts/lib/next-entry.mjs"), host, String(port)]
      : ["--import", preload, join(nodeModules, "next/dist/bin/next"), mode, "-H", host, "-p", String(port)];
  const child = spawn(node24(), args, {
    cwd: root,
    env: childEnvironment({
      ...env,
      NODE_ENV: mode === "dev" ? "development" : "production",
      // Compiled code of the last run: a sixth less work until the server answers. Not writable = not used.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(nodeModules, ".cache/verbatim/compiled"),
    }),
    // Its own group: a terminal's Ctrl-C reaches only the launcher, which keeps the order.
    detached: true,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (mode === "start") {
    // Whoever started the database hears of its failure, and stops this server too.
    const tell = () => child.connected && child.send(databaseIsUp, () => {});
    databaseUp.then(tell, () => {});
  }
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (mode === "dev" || !banner.test(line)) say(line);
    });
  }
  const ended = /** @type {Promise<string>} */ (
    new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
      child.once("error", (error) => resolve(error.message));
    })
  );
  const kill = (/** @type {NodeJS.Signals} */ signal) => {
    try {
      // The development server has children of its own.
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      child.kill(signal);
    }
  };
  child.on("message", (message) => {
    if (typeof message === "object" && "finishing" in message) onFinishing(Number(message.finishing));
  });
  let patienceMs = drainMs;
  let hard = /** @type {NodeJS.Timeout | undefined} */ (undefined);
  const killAfter = (/** @type {number} */ ms) => {
    clearTimeout(hard);
    hard = setTimeout(() => kill("SIGKILL"), ms);
  };
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    kill("SIGTERM");
    killAfter(patienceMs + graceMs);
    await ended;
    clearTimeout(hard);
  };
  const hurry = () => {
    patienceMs = 0;
    if (child.connected) child.send(stopNow, () => {});
    if (hard !== undefined) killAfter(graceMs);
  };
  return { ended, stop, hurry };
}
