import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

/** @typedef {{ uid: number, gid: number, name: string }} SystemUser */

/** @returns {SystemUser[]} */
function users() {
  try {
    return readFileSync("/etc/passwd", "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .filter((fields) => fields.length > 3)
      .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}

/**
 * PostgreSQL refuses to run as root. Null = run it as we are; otherwise the user to switch to: the owner of a database
 * that is there already, else `postgres`, else `nobody`.
 * @param {string} [existingCluster]
 * @returns {SystemUser | null}
 */
export function postgresUser(existingCluster) {
  if (process.getuid?.() !== 0) return null;
  const known = users();
  const owner = existingCluster === undefined ? undefined : statSync(existingCluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) {
    const name = known.find((user) => user.uid === owner.uid)?.name ?? `with number ${owner.uid}`;
    return { uid: owner.uid, gid: owner.gid, name };
  }
  return (
    known.find((user) => user.name === "postgres") ??
    known.find((user) => user.name === "nobody") ?? { uid: 65534, gid: 65534, name: "nobody" }
  );
}

/** Asks the system itself, so that groups and access lists count. @param {SystemUser | null} user @param {string} path */
export function canEnter(user, path) {
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  return spawnSync("/bin/sh", ["-c", 'test -x "$0"', path], { cwd: "/", stdio: "ignore", ...identity }).status === 0;
}
