import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure } from "./failure.mjs";
import { say } from "./log.mjs";
import { canEnter, postgresUser } from "./postgres-user.mjs";
import { systemFolder } from "./system-folder.mjs";

/** Names the folder that holds the database when it could not be DATA_DIR itself. */
const pointerName = "database-is-in";

/** @param {string} dataDir absolute. Makes it when needed. */
export function ensureDataDir(dataDir) {
  try {
    // Parents first and with ordinary rights: the mode of a recursive mkdir would hold for them too.
    mkdirSync(dirname(dataDir), { recursive: true });
    if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    return realpathSync(dataDir);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Failure(`DATA_DIR ${dataDir} cannot be used (${code}): set DATA_DIR to a folder you may write to.`, {
      cause: error,
    });
  }
}

/**
 * Where the database of this DATA_DIR lives, and the user that runs it. Normally DATA_DIR; as root, when another user
 * must run PostgreSQL and cannot get there (root's home is closed), a folder under /var/lib, remembered in DATA_DIR.
 * @param {string} dataDir as {@link ensureDataDir} returned it
 */
export function databaseHome(dataDir) {
  const pointer = join(dataDir, pointerName);
  if (existsSync(pointer)) {
    const home = readFileSync(pointer, "utf8").trim();
    if (!existsSync(home)) {
      throw new Failure(
        `The database of ${dataDir} should be in ${home} (says ${pointer}), but that folder is gone: restore it.`,
      );
    }
    return { home, user: postgresUser(join(home, "postgres")) };
  }
  const user = postgresUser(join(dataDir, "postgres"));
  if (canEnter(user, dataDir)) return { home: dataDir, user };
  // Only the folder itself is closed, and it is ours: letting others pass through shows them nothing.
  const { uid, mode } = statSync(dataDir);
  if (uid === 0) {
    chmodSync(dataDir, (mode & 0o777) | 0o011);
    if (canEnter(user, dataDir)) return { home: dataDir, user };
    chmodSync(dataDir, mode & 0o777);
  }
  const home = systemFolder(dataDir);
  writeFileSync(pointer, `${home}\n`);
  say(`PostgreSQL cannot run as root, and user ${user?.name} cannot enter ${dataDir}: the database lives in ${home}.`);
  return { home, user };
}
