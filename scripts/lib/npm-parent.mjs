import { basename } from "node:path";
import { commandLine, isAlive, parentOf, startTime } from "./processes.mjs";

/**
 * npm does not pass SIGTERM on: it dies and leaves its script behind. Started through npm, the launcher therefore ends
 * when npm does. Between the two there may be a shell.
 * @param {() => void} whenGone
 */
export function watchNpm(whenGone) {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const isShell = /^-?(ba|da|z|k|a)?sh$/.test(basename(commandLine(parent)?.[0] ?? ""));
  const npm = isShell ? parentOf(parent) : null;
  const npmStart = npm === null ? null : startTime(npm);
  const timer = setInterval(() => {
    const isGone = process.ppid !== parent || (npm !== null && (!isAlive(npm) || startTime(npm) !== npmStart));
    if (!isGone) return;
    clearInterval(timer);
    whenGone();
  }, 500);
  timer.unref();
}
