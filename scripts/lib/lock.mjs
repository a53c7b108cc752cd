import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { Failure } from "./failure.mjs";
import { isAlive, pidNamespace, sleep, startTime } from "./processes.mjs";

/** @typedef {{ pid: number, start: string | null, namespace: string, details: Record<string, string> }} Holder */
/** @typedef {{ release: () => void, tookOver: boolean }} Lock */

const heartbeatMs = 5000;
/** A holder in another container cannot be asked whether it lives: it counts as dead after this silence. */
const silenceMs = 20_000;

const namespace = `${hostname()} ${pidNamespace()}`;

/** @param {string} file @returns {{ text: string, holder: Holder | null } | null} */
function read(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return null;
    throw new Failure(
      `${file} cannot be read: was Verbatim started here by another user? Start as that user, or set DATA_DIR.`,
      { cause: error },
    );
  }
  try {
    return { text, holder: JSON.parse(text) };
  } catch {
    return { text, holder: null };
  }
}

/** @param {string} file @param {Holder} holder */
function lives(file, holder) {
  if (holder.namespace === namespace) return isAlive(holder.pid) && startTime(holder.pid) === holder.start;
  const touched = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return Date.now() - touched < silenceMs;
}

/**
 * Takes the lock, or says who has it. A lock whose holder is dead is taken over.
 * @param {string} file @param {Record<string, string>} [details] for those who find it taken
 * @returns {Lock | { holder: Holder }}
 */
export function tryLock(file, details = {}) {
  const mine = JSON.stringify({ pid: process.pid, start: startTime(process.pid), namespace, details });
  const draft = `${file}.${process.pid}`;
  let tookOver = false;
  try {
    writeFileSync(draft, mine, { mode: 0o644 });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(
      `${dirname(file)} cannot be written (${code}): start as the user it belongs to, or set DATA_DIR to another folder.`,
      { cause: error },
    );
  }
  try {
    for (;;) {
      try {
        // A link appears with its whole content, or not at all.
        linkSync(draft, file);
        return { release: hold(file, mine), tookOver };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
      }
      const found = read(file);
      if (found === null) continue;
      if (found.holder && lives(file, found.holder)) return { holder: found.holder };
      moveAside(file, found.text);
      tookOver = true;
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Two may find the same dead lock: the slower one must not remove the quicker one's new lock. @param {string} file @param {string} dead */
function moveAside(file, dead) {
  const aside = `${file}.dead-${process.pid}`;
  try {
    renameSync(file, aside);
    if (readFileSync(aside, "utf8") !== dead) linkSync(aside, file);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes(/** @type {NodeJS.ErrnoException} */ (error).code ?? "")) throw error;
  }
  rmSync(aside, { force: true });
}

/** @param {string} file @param {string} mine */
function hold(file, mine) {
  const heartbeat = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // The folder was removed under us; nothing is left to protect.
    }
  }, heartbeatMs);
  heartbeat.unref();
  const release = () => {
    clearInterval(heartbeat);
    try {
      if (readFileSync(file, "utf8") === mine) unlinkSync(file);
    } catch {
      // Gone already.
    }
  };
  process.once("exit", release);
  return () => {
    process.removeListener("exit", release);
    release();
  };
}

/**
 * Waits until the lock is free. `meet` looks at the holder each time; a value other than undefined ends the waiting.
 * @template T
 * @param {string} file
 * @param {Record<string, string>} details
 * @param {(holder: Holder, waitedMs: number) => Promise<T | undefined> | T | undefined} meet
 * @returns {Promise<{ lock: Lock } | { met: T }>}
 */
export async function waitForLock(file, details, meet) {
  const begun = Date.now();
  for (;;) {
    const result = tryLock(file, details);
    if ("release" in result) return { lock: result };
    const met = await meet(result.holder, Date.now() - begun);
    if (met !== undefined) return { met };
    await sleep(200);
  }
}
