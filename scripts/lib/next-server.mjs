import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { say } from "./log.mjs";
import { childEnvironment, inRoot, node24, nodeModules, root } from "./paths.mjs";

/** Open streams keep Next from ending; their completions are saved as they go and marked at the next start. */
const graceMs = 5000;

/** The launcher says itself where the product is. */
const banner = /^\s*(▲ Next\.js|- (Local|Network):|✓ (Starting|Ready|Running next\.config)|$)/;

/**
 * @param {{ mode: "start" | "dev", host: string, port: number, env: NodeJS.ProcessEnv, databaseUp?: Promise<unknown> }} options
 *   `databaseUp`: in mode "start" the product loads before, and waits with its first query until this has come
 * @returns {{ ended: Promise<string>, stop: () => Promise<void> }} `ended` tells how
 */
export function startNext({ mode, host, port, env, databaseUp = Promise.resolve() }) {
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
    const tell = () => child.connected && child.send("database is up", () => {});
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
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    kill("SIGTERM");
    const hard = setTimeout(() => kill("SIGKILL"), graceMs);
    await ended;
    clearTimeout(hard);
  };
  return { ended, stop };
}
