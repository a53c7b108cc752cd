import { pathToFileURL } from "node:url";
import { inRoot, node24 } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";

/** Runs a measurement that imports the product's TypeScript in a Node of its own. @param {string} file @param {string[]} [args] */
export async function runWithTypeScript(file, args = []) {
  const hooks = pathToFileURL(inRoot("scripts/bench/typescript-hooks.mjs")).href;
  const { code } = await run(
    node24(),
    [
      "--disable-warning=ExperimentalWarning",
      "--experimental-transform-types",
      "--expose-gc",
      "--import",
      hooks,
      inRoot("scripts/bench", file),
      ...args,
    ],
    { inherit: true, env: { NODE_ENV: "production", DATABASE_URL: "-", APP_SECRET: "-".repeat(32) } },
  );
  return code;
}
