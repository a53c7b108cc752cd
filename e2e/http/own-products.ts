import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Files whose tests start and stop products of their own. They share nothing with the others and mostly wait: the two kinds run side by side. */
export const ownProducts = readdirSync(here)
  .filter((file) => file.endsWith(".test.ts") && /start(Own)?Product\(/.test(readFileSync(join(here, file), "utf8")))
  .map((file) => `e2e/http/${file}`);
