import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { startFakeProvider } from "../../e2e/support/fake-provider.ts";
import { historyFaults } from "../../e2e/support/kills/check-history.ts";
import { killRound } from "../../e2e/support/kills/kill-round.ts";
import { startProduct } from "../../e2e/support/product.ts";
import { productClient } from "../../e2e/support/product-client.ts";
import { complain, say } from "../lib/log.mjs";
import { inRoot } from "../lib/paths.mjs";
import { seededRandom } from "./random.mjs";
import { figuresOf, lossFigure, summaryOf } from "./report.mjs";

/** @typedef {import("../../e2e/support/kills/kill-round.ts").KillRound} KillRound */

/** Looking through everything there is takes longer the more there is. */
const lookBackEvery = 50;

/**
 * Kills the product so many times, always with the same data, and says what was lost.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown
 * @param {{ kills: number, seed: number, longestMs: number, report: string }} options
 * @returns {Promise<boolean>} whether everything is as promised
 */
export async function runKills(shutdown, { kills, seed, longestMs, report }) {
  const random = seededRandom(seed);
  say(
    `${kills} kills, each up to ${longestMs} ms after its questions; --seed ${seed} repeats what is asked, and when.`,
  );
  const begunAt = Date.now();
  const fake = await startFakeProvider();
  shutdown.add(fake.close);
  const product = await startProduct({
    OPENROUTER_API_KEY: "sk-or-v1-test-0000",
    OPENROUTER_BASE_URL: `${fake.url}/v1`,
    // The log of hundreds of starts is not what is looked at.
    LOG_LEVEL: "error",
  });
  shutdown.add(product.remove);
  /** @type {KillRound[]} */
  const rounds = [];
  /** @type {string[]} */
  const faults = [];
  /** @type {Map<string, string>} */
  const history = new Map();
  const connectionId = await productClient(product.url).connectionId("OpenRouter");
  while (rounds.length < kills) {
    const round = await killRound({ product, fake, connectionId, random, longestMs, history });
    rounds.push(round);
    const looksBack = rounds.length % lookBackEvery === 0 || rounds.length === kills;
    if (looksBack) round.faults.push(...(await historyFaults(product.databaseUrl(), history)));
    for (const fault of round.faults) {
      faults.push(`kill ${rounds.length}: ${fault}`);
      complain(`Kill ${rounds.length}: ${fault}`);
    }
    if (looksBack) say(`${rounds.length} of ${kills}, ${faults.length} faults`);
  }
  const minutes = (Date.now() - begunAt) / 60_000;
  const figures = figuresOf(rounds, { seed, acknowledged: history.size, minutes });
  const path = inRoot(report);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...figures, faults, rounds }, null, 1)}\n`);
  say(lossFigure(rounds));
  say(summaryOf(figures));
  say(`All rounds: ${path}`);
  return faults.length === 0;
}
