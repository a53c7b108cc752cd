import { readFileSync } from "node:fs";
import { inRoot } from "../lib/paths.mjs";

/** @typedef {{ optionalDependencies?: Record<string, string> }} LockEntry */

/**
 * Optional dependencies (the binaries of other platforms) that the lock file names without holding them: with one
 * missing, `npm ci` fails everywhere.
 * @param {Record<string, LockEntry>} packages of package-lock.json
 * @returns {string[]}
 */
export function missingOptional(packages) {
  const present = new Set(
    Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)),
  );
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !present.has(name))
      .map((name) => `${path || "package.json"} wants ${name}, which the lock file does not hold`),
  );
}

export function checkLockFile() {
  return missingOptional(JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages);
}
