import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Tests and their fixtures do not end up in a build. */
const ignored = /(^|\/)(node_modules|__fixtures__|generated|\.DS_Store)(\/|$)|\.test\.tsx?$/;

/** @param {string} path @returns {string[]} files below, or the file itself; nothing when it is absent */
function filesOf(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => {
    const child = join(path, name);
    return ignored.test(child.slice(path.length)) ? [] : filesOf(child);
  });
}

/**
 * One hash over names and contents of files and folders. Absent ones count as absent, so that adding one changes the hash.
 * @param {string} base paths are taken, and named in the hash, relative to it
 * @param {string[]} paths
 */
export function hashOf(base, paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesOf(join(base, path))).sort()) {
    const content = readFileSync(file);
    hash.update(`${relative(base, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/** A stamp says for which inputs a step has come to its end. It lives inside what the step made, and vanishes with it. @param {string} file */
export function stampAt(file) {
  return {
    /** @param {string} hash */
    matches(hash) {
      try {
        return readFileSync(file, "utf8").trim() === hash;
      } catch {
        return false;
      }
    },
    /** @param {string} hash */
    write(hash) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${hash}\n`);
    },
    clear() {
      rmSync(file, { force: true });
    },
  };
}
