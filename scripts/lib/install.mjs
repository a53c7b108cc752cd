import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { step } from "./log.mjs";
import { inRoot, nodeModules, root } from "./paths.mjs";
import { run } from "./processes.mjs";
import { hashOf, stampAt } from "./stamps.mjs";

/** @typedef {Record<string, { version?: string, integrity?: string, optional?: boolean, link?: boolean }>} LockPackages */

const stamp = stampAt(join(nodeModules, ".cache/verbatim/install"));

/** Installs the dependencies exactly as locked, when what is there is not that. */
export async function ensureInstalled() {
  const hash = hashOf(root, ["package.json", "package-lock.json"]);
  if (isComplete(readLock(join(nodeModules, ".package-lock.json")))) {
    if (stamp.matches(hash)) return;
    // Installed by hand: npm's own record tells whether it is the same set.
    if (isSameSet(readLock(inRoot("package-lock.json")), readLock(join(nodeModules, ".package-lock.json"))))
      return stamp.write(hash);
  }
  await step(
    "Installing dependencies",
    async () => {
      const npm = process.env.npm_execpath;
      const [command, first] = npm?.endsWith(".js") ? [process.execPath, [npm]] : ["npm", []];
      const { code, output } = await run(command, [
        ...first,
        "ci",
        "--no-audit",
        "--no-fund",
        "--include=dev",
        "--include=optional",
      ]);
      if (code !== 0)
        throw new Failure(
          `npm ci failed; start again when its reason is gone:\n${output.trim().split("\n").slice(-20).join("\n")}`,
        );
      stamp.write(hash);
    },
    { quietMs: 0 },
  );
}

/** @param {string} file @returns {LockPackages} */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/** npm writes its record last, so a cut-off install has none; packages deleted later are missed here. @param {LockPackages} installed */
function isComplete(installed) {
  const names = Object.keys(installed).filter((name) => name !== "");
  return names.length > 0 && names.every((name) => existsSync(inRoot(name, "package.json")));
}

/**
 * Whether `installed` is `locked` without the packages of other platforms.
 * @param {LockPackages} locked @param {LockPackages} installed
 */
export function isSameSet(locked, installed) {
  const sameThing = (/** @type {string} */ name) =>
    installed[name]?.version === locked[name]?.version && installed[name]?.integrity === locked[name]?.integrity;
  return (
    Object.keys(installed).every((name) => name in locked && sameThing(name)) &&
    Object.entries(locked).every(([name, entry]) => name === "" || name in installed || entry.optional === true)
  );
}
