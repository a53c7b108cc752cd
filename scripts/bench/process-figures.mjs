import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks per second of /proc/<pid>/stat: 100 on every Linux this runs on. */
const ticks = 100;

/** @param {number} pid @returns {string[] | null} fields after the command's name */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

/** @param {number} parent @returns {number[]} */
function childrenOf(parent) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)?.[1]) === parent);
}

/** A child of this process by its command line. @param {RegExp} pattern */
export function childPid(pattern) {
  const pid = childrenOf(process.pid).find((child) => pattern.test(readFileSync(`/proc/${child}/cmdline`, "utf8")));
  if (pid === undefined) throw new Error(`no child process whose command line is like ${pattern}`);
  return pid;
}

/** CPU seconds of a process and everything below it, ended children included. @param {number} pid @returns {number} */
export function cpuSeconds(pid) {
  const stat = statOf(pid);
  if (!stat) return 0;
  const own = stat.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) / ticks;
  return childrenOf(pid).reduce((sum, child) => sum + cpuSeconds(child), own);
}

/** Resident memory, megabytes. @param {number} pid */
export function residentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
