import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { step } from "./log.mjs";
import { inRoot, node24, nodeModules } from "./paths.mjs";
import { run } from "./processes.mjs";
import { hashOf, stampAt } from "./stamps.mjs";

const inputs = [
  "prisma/schema.prisma",
  "prisma.config.ts",
  "node_modules/prisma/package.json",
  "node_modules/@prisma/client/package.json",
];

/** Generates the database client when the schema or the generator changed. */
export async function ensurePrismaClient() {
  const stamp = stampAt(inRoot("prisma/generated/.stamp"));
  const hash = hashOf(inRoot(), inputs);
  if (stamp.matches(hash)) return;
  await step("Generating the database client", async () => {
    stamp.clear();
    const { code, output } = await run(node24(), [join(nodeModules, "prisma/build/index.js"), "generate"], {
      env: { PRISMA_SCHEMA_ENGINE_BINARY: stubEngine(), PRISMA_HIDE_UPDATE_MESSAGE: "1" },
    });
    if (code !== 0) throw new Failure(`Generating the database client failed:\n${output.trim()}`);
    stamp.write(hash);
  });
}

/** `generate` never runs the schema engine, but downloads one unless a path is given: an empty script saves the download. */
function stubEngine() {
  const folder = join(nodeModules, ".cache/verbatim");
  const file = join(folder, "no-schema-engine");
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, "#!/bin/sh\nexit 0\n");
  chmodSync(file, 0o755);
  return file;
}
