import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";

/**
 * APP_SECRET when it is set, else the secret of this data directory, made once. Stored keys cannot be read without it, so
 * it is never replaced.
 * @param {string} dataDir @param {Readonly<Record<string, string | undefined>>} env
 */
export function appSecret(dataDir, env) {
  if (env.APP_SECRET) return env.APP_SECRET;
  const file = join(dataDir, "secret");
  const stored = readSecret(file);
  if (stored === null && env.REDIS_URL)
    throw new Failure("REDIS_URL is set for several processes, which need one APP_SECRET for all: set it too.");
  return stored ?? createSecret(file);
}

/** @param {string} file */
function readSecret(file) {
  let secret;
  try {
    secret = readFileSync(file, "utf8").trim();
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === "ENOENT") return null;
    throw new Failure(`${file} cannot be read (${code}): start as the user it belongs to.`, { cause: error });
  }
  if (secret.length < 32) {
    throw new Failure(`${file} is damaged: restore it, or remove it and enter the stored provider keys again.`);
  }
  return secret;
}

/** @param {string} file */
function createSecret(file) {
  const secret = randomBytes(48).toString("base64");
  const draft = `${file}.new-${process.pid}`;
  rmSync(draft, { force: true });
  const descriptor = openSync(draft, "wx", 0o600);
  writeSync(descriptor, `${secret}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  try {
    linkSync(draft, file);
    return secret;
  } catch {
    // Another start was quicker; both must use the one that is stored.
    return readSecret(file) ?? secret;
  } finally {
    rmSync(draft, { force: true });
  }
}
