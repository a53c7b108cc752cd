import { join } from "node:path";
import { checkContainerFiles } from "../checks/container-files.mjs";
import { checkLockFile } from "../checks/lock-file.mjs";
import { say, seconds } from "../lib/log.mjs";
import { node24, nodeModules } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";
import { schemaDrift } from "../lib/schema-drift.mjs";

/** Each returns what is wrong; nothing = fine. @type {[string, () => Promise<string[]> | string[]][]} */
const checks = [
  ["types", checkTypes],
  [
    "format and lint",
    () => problemsOf(join(nodeModules, ".bin/biome"), ["check", "--colors=off", "--error-on-warnings"]),
  ],
  ["lock file", checkLockFile],
  ["schema and migrations", checkDrift],
  ["container files", checkContainerFiles],
];

/** Runs them all, whatever the earlier ones find. @returns {Promise<number>} */
export async function runChecks() {
  const failed = [];
  for (const [title, check] of checks) {
    const begun = Date.now();
    const problems = await Promise.resolve(check()).catch((error) => [
      error instanceof Error ? error.message : String(error),
    ]);
    say(`${problems.length === 0 ? "ok    " : "FAILED"}  ${title} (${seconds(Date.now() - begun)})`);
    for (const problem of problems) say(problem.replace(/^/gm, "        "));
    if (problems.length > 0) failed.push(title);
  }
  say(
    failed.length === 0
      ? `All ${checks.length} checks passed.`
      : `${failed.length} of ${checks.length} checks failed: ${failed.join(", ")}.`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** Types of the routes come from Next, and have to be there first. */
async function checkTypes() {
  const routes = await problemsOf(node24(), [join(nodeModules, "next/dist/bin/next"), "typegen"]);
  return routes.length > 0 ? routes : problemsOf(join(nodeModules, ".bin/tsc"), ["--noEmit", "--pretty", "false"]);
}

async function checkDrift() {
  const sql = await schemaDrift();
  return sql === null
    ? []
    : [`prisma/schema.prisma is ahead of the migrations; npm run db:migrate -- <name> writes:\n${sql.trim()}`];
}

/** @param {string} command @param {string[]} args */
async function problemsOf(command, args) {
  const { code, output } = await run(command, args);
  return code === 0 ? [] : [output.trim() || `ended with code ${code}`];
}
