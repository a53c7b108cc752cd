// Preloaded (--import): lets plain Node load the product's own TypeScript, under the names the product uses.
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inRoot, root } from "../lib/paths.mjs";

const empty = pathToFileURL(inRoot("scripts/lib/empty.mjs")).href;

/** @param {string} path without its ending */
function sourceFile(path) {
  const found = [`${path}.ts`, join(path, "index.ts")].find((file) => existsSync(file));
  return found === undefined ? null : pathToFileURL(found).href;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "server-only") return { url: empty, shortCircuit: true };
    const isOurs = specifier.startsWith("@/");
    if (isOurs || (specifier.startsWith(".") && context.parentURL?.startsWith("file:"))) {
      const path = isOurs ? join(root, specifier.slice(2)) : fileURLToPath(new URL(specifier, context.parentURL));
      const url = sourceFile(path);
      if (url !== null) return { url, shortCircuit: true };
    }
    return next(specifier, context);
  },
});
