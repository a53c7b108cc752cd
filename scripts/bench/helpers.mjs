import { fork } from "node:child_process";
import { inRoot } from "../lib/paths.mjs";

/**
 * A process of the measurement: gets one message, answers with one.
 * @param {string} file @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {string[]} [args]
 */
export function helper(file, shutdown, args = []) {
  const child = fork(inRoot("scripts/bench", file), args, {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    execArgv: [],
  });
  shutdown.add(() => void child.kill());
  /** @returns {Promise<any>} */
  const next = () =>
    new Promise((resolve, reject) => {
      const onExit = () => reject(new Error(`${file} ended`));
      child.once("exit", onExit);
      child.once("message", (message) => {
        child.off("exit", onExit);
        resolve(message);
      });
    });
  return {
    pid: child.pid ?? 0,
    next,
    ask: (/** @type {object} */ message) => {
      child.send(message);
      return next();
    },
  };
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown */
export async function startUpstream(shutdown) {
  const upstream = helper("upstream.mjs", shutdown);
  const { port } = await upstream.next();
  return { url: `http://127.0.0.1:${port}`, next: upstream.next };
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {string} upstreamUrl */
export async function startPlainRelay(shutdown, upstreamUrl) {
  const relay = helper("plain-relay.mjs", shutdown, [upstreamUrl]);
  const { port } = await relay.next();
  return { url: `http://127.0.0.1:${port}`, pid: relay.pid };
}
