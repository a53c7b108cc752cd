import { ask, ensureDatabase } from "../lib/database.mjs";
import { databaseHome, ensureDataDir } from "../lib/database-home.mjs";
import { runDatabaseServer } from "../lib/database-server.mjs";
import { say } from "../lib/log.mjs";
import { migrateDatabase } from "../lib/migrate-database.mjs";
import { inRoot } from "../lib/paths.mjs";
import { budgetLine, figure, isKept, percentile, table } from "./figures.mjs";
import { startProductOn } from "./product.mjs";
import "./typescript-hooks.mjs";

const rounds = 15;
const budgetMs = 150;
/** From the smallest library to one a hundred times as large. */
const growthLimit = 2;

/**
 * Search, sidebar and opening a long conversation in libraries of growing size. What was seeded stays in data/library for the next run.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {{ largest: number }} options messages of the largest library
 * @returns {Promise<number>} 0 when every budget is kept
 */
export async function measureLibrary(shutdown, { largest }) {
  const dataDir = ensureDataDir(inRoot("data/library"));
  const giveUp = (/** @type {unknown} */ error) => {
    throw error;
  };
  const server = await runDatabaseServer({ ...databaseHome(dataDir), shutdown, giveUp });
  const rows = [["messages", ...(await actions()).map(({ name }) => name)]];
  const budgets = [];
  /** @type {Map<string, number[]>} */
  const byAction = new Map();
  for (const messages of [10_000, 100_000, 1_000_000].filter((size) => size <= largest)) {
    const url = await library(server, messages);
    const product = await startProductOn(shutdown, { databaseUrl: url, dataDir, upstreamUrl: "http://127.0.0.1:9" });
    const medians = [];
    for (const { name, path } of await actions(url)) {
      const ms = await medianOf(`${product.url}${path}`);
      medians.push(ms);
      byAction.set(name, [...(byAction.get(name) ?? []), ms]);
      budgets.push({ name: `${name}, ${messages} messages`, value: ms, limit: budgetMs, unit: " ms" });
    }
    await product.stop();
    rows.push([messages.toLocaleString("en"), ...medians.map((ms) => figure(ms))]);
  }
  for (const [name, [first = 0, , last = 0]] of byAction)
    if (last > 0) budgets.push({ name: `${name}, growth`, value: last / first, limit: growthLimit, unit: "×" });
  say(`\nMedian of ${rounds} requests, ms\n${table(rows)}\n`);
  for (const budget of budgets) say(budgetLine(budget));
  return budgets.every(isKept) ? 0 : 1;
}

/** @param {string} [url] of the library; without it the paths mean nothing */
async function actions(url) {
  const { ownerId, rareWord } = await import("../seed/library.mjs");
  const { frequentWord } = await import("../seed/words.mjs");
  const longest = "select id from conversation where owner_id = $1 order by next_seq desc limit 1";
  const [{ id }] = url === undefined ? [{ id: "" }] : await ask(url, longest, [ownerId]);
  return [
    { name: "frequent word", path: `/api/search?scope=all&q=${frequentWord}%20` },
    { name: "rare word", path: `/api/search?q=${rareWord}%20` },
    { name: "beginning", path: `/api/search?q=${rareWord.slice(0, 5)}` },
    { name: "part", path: `/api/search?q=${rareWord.slice(1)}` },
    { name: "two words", path: `/api/search?scope=all&q=${frequentWord}%20${rareWord}%20` },
    { name: "nothing", path: "/api/search?q=nowhere%20" },
    { name: "models", path: "/api/search/models" },
    { name: "list", path: "/api/conversations?limit=50" },
    // the document: a page of the branch, drawn by the server
    { name: "open 2,000", path: `/c/${id}` },
  ];
}

/** @param {string} server @param {number} messages */
async function library(server, messages) {
  const name = `library_${messages}`;
  await ensureDatabase(server, name);
  const changed = new URL(server);
  changed.pathname = `/${name}`;
  const url = changed.href;
  await migrateDatabase(url);
  const [{ isSeeded }] = await ask(url, `select to_regclass('seeded') is not null as "isSeeded"`);
  if (isSeeded) return url;
  const { seedLibrary } = await import("../seed/library.mjs");
  // A run that was cut off has left half of it.
  await ask(url, 'truncate "user", conversation cascade');
  await seedLibrary(url, messages, say);
  await ask(url, "create table seeded ()");
  return url;
}

/** @param {string} address */
async function medianOf(address) {
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const begun = performance.now();
    const response = await fetch(address);
    await response.text();
    if (response.status !== 200) throw new Error(`${address}: ${response.status}`);
    times.push(performance.now() - begun);
  }
  return percentile(times, 0.5);
}
