import { existsSync } from "node:fs";
import { Failure } from "../lib/failure.mjs";
import { inRoot, node24 } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";
import { setUp } from "../lib/set-up.mjs";

/** Sets up and builds, then hands over to a script of its own. @param {string} path @param {string[]} args */
export async function runScript(path, args) {
  if (!existsSync(inRoot(path))) throw new Failure(`${path} is not there.`);
  await setUp({ build: true });
  return (await run(node24(), [inRoot(path), ...args], { inherit: true })).code;
}
