import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { Failure } from "./failure.mjs";

/** @param {string} text */
export const shortHash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 10);

/**
 * A folder outside every home directory that any user may enter, one for each `owner` path. Only root needs it.
 * @param {string} owner
 */
export function systemFolder(owner) {
  const folder = `/var/lib/verbatim-${shortHash(owner)}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new Failure(
      `The database's user cannot enter ${owner}, and ${folder} cannot be made: set DATA_DIR to a folder outside the home directories.`,
      { cause: error },
    );
  }
  return folder;
}
