import { existsSync } from "node:fs";
import { Failure } from "../lib/failure.mjs";
import { inRoot, node24 } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";
import { setUp } from "../lib/set-up.mjs";

/**
 * Sets up, builds unless the script does without the product, then hands over to it.
 * @param {string} path @param {string[]} args @param {{ build?: boolean }} options
 */
export async function runScript(path, args, { build = true } = {}) {
  if (!existsSync(inRoot(path))) throw new Failure(`${path} is not there.`);
  await setUp({ build });
  return (await run(node24(), [inRoot(path), ...args], { inherit: true })).code;
}
