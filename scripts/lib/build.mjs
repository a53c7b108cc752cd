import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { say, step } from "./log.mjs";
import { inRoot, node24, nodeModules, root } from "./paths.mjs";
import { run } from "./processes.mjs";
import { hashOf, stampAt } from "./stamps.mjs";

const folders = ["app", "components", "lib", "public", "prisma/schema.prisma", "package.json", "package-lock.json"];

/** Root files that do not end up in the product. tsconfig.json is none of the inputs: the build itself rewrites it. */
const notInputs = /^(next-env\.d|vitest\.config|playwright\.config|prisma\.config)\.ts$/;

/** One hash over everything the build reads. */
function sourceHash() {
  const rootFiles = readdirSync(root).filter((name) => /\.(ts|mjs|js)$/.test(name) && !notInputs.test(name));
  return hashOf(root, [...folders, ...rootFiles]);
}

/** Builds the product when its sources changed since the last build that ended well. */
export async function ensureBuilt() {
  const stamp = stampAt(inRoot(".next/verbatim-build"));
  const hash = sourceHash();
  if (existsSync(inRoot(".next/BUILD_ID")) && stamp.matches(hash)) return;
  await step(
    "Building",
    async () => {
      stamp.clear();
      const { code, output } = await run(node24(), [join(nodeModules, "next/dist/bin/next"), "build"], {
        env: { NODE_ENV: "production" },
      });
      if (code !== 0) throw new Failure(`The build failed:\n${output.trim().split("\n").slice(-60).join("\n")}`);
    },
    { quietMs: 0 },
  );
  if (sourceHash() === hash) stamp.write(hash);
  else say("The sources changed while they were built: the next start builds again.");
}
