import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureChromium } from "../lib/chromium.mjs";
import { Failure } from "../lib/failure.mjs";
import { complain, say, step } from "../lib/log.mjs";
import { node24, nodeModules } from "../lib/paths.mjs";
import { startTemporaryPostgres } from "../lib/postgres.mjs";
import { run } from "../lib/processes.mjs";
import { setUp } from "../lib/set-up.mjs";
import { prepareTemplate } from "../lib/test-database.mjs";
import { none, playwrightTotals, sum, vitestTotals } from "../lib/totals.mjs";

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
  // Two lanes: what uses both processors, and what mostly waits for products that start, stop and die. The journeys are shared out.
  /** @type {(() => Promise<Totals>)[][]} */
  const lanes = [[], []];
  if (wants("unit") || wants("http") || wants("instances")) {
    const server = await step("Starting a database for the tests", startTemporaryPostgres);
    shutdown.add(server.stop);
    await prepareTemplate(server.urlOf("postgres"));
    const env = { TEST_DATABASE_URL: server.urlOf("postgres"), NODE_ENV: "test" };
    const one =
      (/** @type {string} */ title, /** @type {string} */ name, /** @type {string[]} */ ...config) =>
      () =>
        vitestRun(title, join(folder, `${name}.json`), env, [...config, ...filters]);
    const http = (/** @type {string} */ config) => [`--config=e2e/http/${config}`, "--passWithNoTests"];
    if (wants("unit")) lanes[0]?.push(one("The unit tests", "unit"));
    if (wants("http")) {
      lanes[0]?.push(one("The tests over HTTP", "http", ...http("vitest.config.ts")));
      lanes[1]?.push(one("The tests of whole products", "products", ...http("own-products.vitest.config.ts")));
    }
    if (wants("instances"))
      lanes[0]?.push(one("The tests over two instances", "instances", "--config=e2e/instances/vitest.config.ts"));
  }
  if (withE2e) {
    // Whoever names a few wants to watch them one after the other.
    const shards = filters.length === 0 ? lanes.length : 1;
    for (let shard = 0; shard < shards; shard++)
      lanes[shard]?.push(() => browserTests(folder, chromium, { shard, shards }, filters));
  }
  const results = await Promise.all(
    lanes.map(async (lane) => {
      const totals = [];
      for (const each of lane) totals.push(await each());
      return totals;
    }),
  );
  await shutdown.run();
  const totals = sum(results.flat());
  if (totals.passed + totals.failed + totals.skipped === 0) throw new Failure(`No test matches ${filters.join(", ")}.`);
  for (const reason of totals.reasons) say(`skipped: ${reason}`);
  for (const failure of totals.failures) say(`failed: ${failure}`);
  say(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  return totals.failed === 0 ? 0 : 1;
}

/** @param {string} title @param {string} report @param {Record<string, string>} env @param {string[]} extra */
async function vitestRun(title, report, env, extra) {
  const outside = `${report}.outside`;
  const reporters = ["default", "json", fileURLToPath(new URL("../lib/outside-tests.mjs", import.meta.url))];
  const args = ["run", ...reporters.map((name) => `--reporter=${name}`), `--outputFile.json=${report}`, ...extra];
  const { code } = await run(node24(), [join(nodeModules, "vitest/vitest.mjs"), ...args], {
    env: { ...env, OUTSIDE_TESTS_FILE: outside },
    inherit: true,
  });
  return totalsOf(title, code, report, (results) => withOutside(vitestTotals(results), title, outside));
}

/** @param {Totals} totals @param {string} title @param {string} path a list of lines, when there is one @returns {Totals} */
function withOutside(totals, title, path) {
  if (!existsSync(path)) return totals;
  const lines = JSON.parse(readFileSync(path, "utf8")).map(
    (/** @type {string} */ line) => `${title}, outside of a test: ${line}`,
  );
  return { ...totals, failed: totals.failed + lines.length, failures: [...totals.failures, ...lines] };
}

/** @param {string} folder @param {string} chromium @param {{ shard: number, shards: number }} part @param {string[]} filters */
async function browserTests(folder, chromium, { shard, shards }, filters) {
  const report = join(folder, `playwright-${shard}.json`);
  // Each part has a product, a provider and a folder of its own.
  const env = {
    CHROMIUM_PATH: chromium,
    E2E_PORT: String(Number(process.env.E2E_PORT ?? 4800) + shard),
    FAKE_PORT: String(Number(process.env.FAKE_PORT ?? 4810) + shard),
    E2E_DATA_DIR: join(folder, `data-${shard}`),
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  };
  const args = [join(nodeModules, "@playwright/test/cli.js"), "test", "--reporter=list,json", ...filters];
  if (shards > 1) args.push(`--shard=${shard + 1}/${shards}`, `--output=test-results/${shard + 1}`);
  const { code } = await run(node24(), args, { env, inherit: true });
  return totalsOf("The end-to-end tests", code, report, playwrightTotals);
}

/**
 * @param {string} title @param {number} code @param {string} report @param {(report: unknown) => Totals} count
 * @returns {Totals}
 */
function totalsOf(title, code, report, count) {
  let totals = none();
  try {
    totals = count(JSON.parse(readFileSync(report, "utf8")));
  } catch {
    complain(`${title} left no readable report.`);
  }
  // Whatever the report says: a run that ended badly has failed.
  return code !== 0 && totals.failed === 0
    ? { ...totals, failed: 1, failures: [`${title} ended with code ${code}`] }
    : totals;
}
