import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { step } from "./log.mjs";
import { inRoot, node24, nodeModules } from "./paths.mjs";
import { run } from "./processes.mjs";
import { hashOf, stampAt } from "./stamps.mjs";

const folder = inRoot("public/share-page");
const inputs = [
  "app/styles",
  "app/fonts",
  "components/share",
  "components/markdown",
  "components/reasoning",
  "scripts/lib/share-assets.mjs",
  "scripts/lib/share-style.mjs",
  "node_modules/tailwindcss/package.json",
  "node_modules/geist/package.json",
];
const fonts = [
  ["geist/dist/fonts/geist-sans/Geist-Variable.woff2", "geist.woff2"],
  ["geist/dist/fonts/geist-mono/GeistMono-Variable.woff2", "geist-mono.woff2"],
];

/**
 * The page of a share is no page of Next: its style sheet, its script and its fonts are files of their own, under names that change with
 * what is in them.
 */
export async function ensureShareAssets() {
  const stamp = stampAt(join(folder, ".stamp"));
  const hash = hashOf(inRoot(), inputs);
  if (stamp.matches(hash)) return;
  await step("Preparing the page of shares", async () => {
    stamp.clear();
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const made = await run(node24(), [inRoot("scripts/lib/share-style.mjs")], { env: { NODE_ENV: "production" } });
    if (made.code !== 0) throw new Failure(`The style sheet of shares could not be made:\n${made.output.trim()}`);
    const style = named("page.css", readFileSync(join(folder, "page.css")));
    rmSync(join(folder, "page.css"));
    const script = named("page.js", readFileSync(inRoot("components/share/page.js")));
    for (const [from, to] of fonts) copyFileSync(join(nodeModules, String(from)), join(folder, String(to)));
    copyFileSync(inRoot("app/fonts/verbatim-math.woff2"), join(folder, "verbatim-math.woff2"));
    const manifest = { style, script, fonts: ["/share-page/geist.woff2"] };
    writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest)}\n`);
    stamp.write(hash);
  });
}

/** @param {string} name @param {Buffer} content @returns {string} its address */
function named(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const file = name.replace(".", `.${hash}.`);
  writeFileSync(join(folder, file), content);
  return `/share-page/${file}`;
}
