// `npm run test:faults -- --kills 20`: kill -9 of the whole product while answers run, at random moments, and what was lost.
import { parseArgs } from "node:util";
import { startFakeProvider } from "../../e2e/support/fake-provider.ts";
import { killRound } from "../../e2e/support/kill-round.ts";
import { startProduct } from "../../e2e/support/product.ts";
import { productClient } from "../../e2e/support/product-client.ts";
import { Failure } from "../lib/failure.mjs";
import { complain, say } from "../lib/log.mjs";
import { seededRandom } from "./random.mjs";
import { lossFigure, lossTable } from "./report.mjs";

/** @typedef {import("../../e2e/support/kill-round.ts").KillRound} KillRound */

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    longest: { type: "string", default: "5000" },
  },
});
const kills = Number(values.kills);
const longestMs = Number(values.longest);
if (!Number.isInteger(kills) || kills < 1 || !(longestMs > 0))
  throw new Failure("Usage: npm run test:faults -- [--kills 20] [--longest <ms until the kill>] [--seed <number>]");

const random = seededRandom(Number(values.seed));
say(`${kills} kills, each up to ${longestMs} ms after the question; --seed ${values.seed} repeats the moments.`);
const fake = await startFakeProvider();
const product = await startProduct({
  OPENROUTER_API_KEY: "sk-or-v1-test-0000",
  OPENROUTER_BASE_URL: `${fake.url}/v1`,
});
/** @type {KillRound[]} */
const rounds = [];
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => {
    isStopping = true;
  });
}
try {
  const connectionId = await productClient(product.url).connectionId("OpenRouter");
  while (rounds.length < kills && !isStopping) {
    const round = await killRound({ product, fake, connectionId, delayMs: Math.round(random() * longestMs) });
    rounds.push(round);
    if (round.faults.length > 0) complain(`Round ${rounds.length}: ${round.faults.join("; ")}`);
  }
} finally {
  await product.remove();
  await fake.close();
}
say(lossTable(rounds));
say(lossFigure(rounds));
const failed = rounds.filter(({ faults }) => faults.length > 0).length;
say(`${rounds.length} kills, ${failed} with faults.`);
process.exit(failed === 0 && rounds.length === kills ? 0 : 1);
