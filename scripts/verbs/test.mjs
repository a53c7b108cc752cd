import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureChromium } from "../lib/chromium.mjs";
import { Failure } from "../lib/failure.mjs";
import { complain, say, step } from "../lib/log.mjs";
import { node24, nodeModules } from "../lib/paths.mjs";
import { startTemporaryPostgres } from "../lib/postgres.mjs";
import { run } from "../lib/processes.mjs";
import { setUp } from "../lib/set-up.mjs";
import { prepareTemplate } from "../lib/test-database.mjs";
import { playwrightTotals, sum, vitestTotals } from "../lib/totals.mjs";

/** @typedef {import("../lib/totals.mjs").Totals} Totals */
/** @typedef {import("../lib/shutdown.mjs").Shutdown} Shutdown */

/**
 * `test`, `test unit [filter …]`, `test http [filter …]`, `test instances [filter …]`, `test e2e [filter …]`. The last line is the sum of all.
 * @param {Shutdown} shutdown @param {string[]} args
 */
export async function runTests(shutdown, [which, ...filters]) {
  if (which !== undefined && !["unit", "http", "instances", "e2e"].includes(which))
    throw new Failure(
      "Usage: npm test, npm test -- unit [filter], npm test -- http [filter], npm test -- instances [filter], npm test -- e2e [filter]",
    );
  const wants = (/** @type {string} */ kind) => which === undefined || which === kind;
  const withE2e = wants("e2e");
  await setUp({ build: withE2e || wants("http") || wants("instances") });
  const chromium = withE2e ? await ensureChromium() : "";
  const folder = mkdtempSync(join(tmpdir(), "verbatim-test-"));
  // As root the database runs as another user, who has to get to the data below.
  chmodSync(folder, 0o711);
  shutdown.add(() => rmSync(folder, { recursive: true, force: true }));
  const all = [];
  if (wants("unit") || wants("http") || wants("instances")) {
    const server = await step("Starting a database for the tests", startTemporaryPostgres);
    shutdown.add(server.stop);
    await prepareTemplate(server.urlOf("postgres"));
    const env = { TEST_DATABASE_URL: server.urlOf("postgres"), NODE_ENV: "test" };
    if (wants("unit")) all.push(await vitestRun("The unit tests", join(folder, "unit.json"), env, filters));
    if (wants("http")) all.push(...(await httpTests(folder, env, filters)));
    const instances = ["--config=e2e/instances/vitest.config.ts", ...filters];
    if (wants("instances"))
      all.push(await vitestRun("The tests over two instances", join(folder, "instances.json"), env, instances));
  }
  if (withE2e) all.push(await browserTests(folder, chromium, filters));
  await shutdown.run();
  const totals = sum(all);
  if (totals.passed + totals.failed + totals.skipped === 0) throw new Failure(`No test matches ${filters.join(", ")}.`);
  for (const reason of totals.reasons) say(`skipped: ${reason}`);
  say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed === 0 ? 0 : 1;
}

/**
 * Files that share one product, one after the other, and beside them those that have products of their own and mostly wait.
 * @param {string} folder @param {Record<string, string>} env @param {string[]} filters
 */
function httpTests(folder, env, filters) {
  const kinds = [
    { title: "The tests over HTTP", report: "http.json", config: "vitest.config.ts" },
    { title: "The tests of whole products", report: "products.json", config: "own-products.vitest.config.ts" },
  ];
  return Promise.all(
    kinds.map(({ title, report, config }) =>
      vitestRun(title, join(folder, report), env, [`--config=e2e/http/${config}`, "--passWithNoTests", ...filters]),
    ),
  );
}

/** @param {string} title @param {string} report @param {Record<string, string>} env @param {string[]} extra */
async function vitestRun(title, report, env, extra) {
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...extra];
  const { code } = await run(node24(), [join(nodeModules, "vitest/vitest.mjs"), ...args], { env, inherit: true });
  return totalsOf(title, code, report, vitestTotals);
}

/** @param {string} folder @param {string} chromium @param {string[]} filters */
async function browserTests(folder, chromium, filters) {
  const report = join(folder, "playwright.json");
  const env = {
    CHROMIUM_PATH: chromium,
    E2E_DATA_DIR: join(folder, "data"),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  };
  const args = [join(nodeModules, "@playwright/test/cli.js"), "test", "--reporter=list,json", ...filters];
  const { code } = await run(node24(), args, { env, inherit: true });
  return totalsOf("The end-to-end tests", code, report, playwrightTotals);
}

/**
 * @param {string} title @param {number} code @param {string} report @param {(report: unknown) => Totals} count
 * @returns {Totals}
 */
function totalsOf(title, code, report, count) {
  /** @type {Totals} */
  let totals = { passed: 0, failed: 0, skipped: 0, reasons: [] };
  try {
    totals = count(JSON.parse(readFileSync(report, "utf8")));
  } catch {
    complain(`${title} left no readable report.`);
  }
  // Whatever the report says: a run that ended badly has failed.
  return code !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
}
