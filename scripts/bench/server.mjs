import { say } from "../lib/log.mjs";
import { sleep } from "../lib/processes.mjs";
import { budgetLine, figure, isKept, percentile, table } from "./figures.mjs";
import { helper, startPlainRelay, startUpstream } from "./helpers.mjs";
import { cpuSeconds, residentMb } from "./process-figures.mjs";
import { startProduct } from "./product.mjs";

/** Beginnings are spread, as people's are; flat out, nobody waits for anything. */
const loads = [
  { name: "1 stream", streams: 1, tokens: 40, rounds: 8, staggerMs: 0, rate: 50 },
  { name: "20 streams", streams: 20, tokens: 200, rounds: 2, staggerMs: 31, rate: 50 },
  { name: "20, 1,000 tokens", streams: 20, tokens: 1000, rounds: 1, staggerMs: 31, rate: 50 },
  { name: "100 streams", streams: 100, tokens: 250, rounds: 1, staggerMs: 17, rate: 50 },
  { name: "200 streams", streams: 200, tokens: 300, rounds: 1, staggerMs: 11, rate: 50 },
  { name: "flat out, 20", streams: 20, tokens: 3000, rounds: 1, staggerMs: 0, rate: 100_000 },
];

/** @param {string} base @param {number} count @param {string} model @returns {Promise<string[]>} */
async function newConversations(base, count, model) {
  const ids = [];
  for (let index = 0; index < count; index++) {
    const response = await fetch(`${base}/api/conversations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model }),
    });
    if (response.status !== 201)
      throw new Error(`POST /api/conversations: ${response.status} ${await response.text()}`);
    ids.push((await response.json()).id);
  }
  return ids;
}

/** Tokens the product has stored, counted in what it gives back. @param {string} base @param {string[]} conversations */
async function storedTokens(base, conversations) {
  let count = 0;
  for (const id of conversations) {
    const { messages } = await (await fetch(`${base}/api/conversations/${id}`)).json();
    for (const message of messages) {
      if (message.role !== "assistant") continue;
      const text = message.parts.map((/** @type {{ text: string }} */ part) => part.text).join("");
      [...text.matchAll(/~([0-9a-z]+)\.[0-9a-z]+;/g)].forEach((match, index) => {
        if (Number.parseInt(match[1] ?? "", 36) === index) count += 1;
      });
    }
  }
  return count;
}

/** @param {any} result */
function checked(result) {
  if (result.failed) throw new Error(result.failed);
  return result;
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @param {{ only: string | null }} options @returns {Promise<number>} */
export async function measureServer(shutdown, { only }) {
  const upstream = await startUpstream(shutdown);
  const client = helper("client.mjs", shutdown);
  const relay = await startPlainRelay(shutdown, upstream.url);
  const product = await startProduct(shutdown, upstream.url);
  const run = async (/** @type {typeof loads[number]} */ load) => {
    const model = `bench/${load.tokens}x${load.rate}`;
    const direct = checked(await client.ask({ ...load, model, way: "direct", url: upstream.url, conversations: [] }));
    const relayBefore = cpuSeconds(relay.pid);
    const relayed = checked(await client.ask({ ...load, model, way: "direct", url: relay.url, conversations: [] }));
    const relayCpu = cpuSeconds(relay.pid) - relayBefore;
    const conversations = await newConversations(product.url, load.streams, model);
    await sleep(300);
    const before = { app: cpuSeconds(product.pid), database: cpuSeconds(product.databasePid) };
    const through = checked(await client.ask({ ...load, model, way: "product", url: product.url, conversations }));
    // Titles and the last saves belong to the price.
    await sleep(700);
    const app = cpuSeconds(product.pid) - before.app;
    const database = cpuSeconds(product.databasePid) - before.database;
    const resident = residentMb(product.pid);
    const stored = await storedTokens(product.url, conversations);
    return { direct, relayed, relayCpu, through, app, database, resident, stored };
  };
  // Compiled, connected and cached as after the first minute of use.
  await run({ name: "warm-up", streams: 10, tokens: 100, rounds: 3, staggerMs: 5, rate: 50 });

  const rows = [
    [
      "",
      "first token ms, added p50",
      "p95",
      "per token ms, direct p50",
      "added p50",
      "p95",
      "app CPU s/1,000",
      "relay",
      "ratio",
      "database",
      "app share",
      "tokens/s",
      "direct",
      "MB",
    ],
  ];
  const budgets = [];
  /** @type {{ delivered: number, ofOneCore: number } | null} */
  let capacity = null;
  let whole = true;
  for (const load of loads.filter(({ streams }) => only === null || streams === Number(only))) {
    const { direct, relayed, relayCpu, through, app, database, resident, stored } = await run(load);
    const added = (/** @type {"firsts" | "latencies"} */ of, /** @type {number} */ part) =>
      percentile(through[of], part) - percentile(direct[of], part);
    const thousands = through.got / 1000;
    const isFlatOut = load.rate > 1000;
    rows.push([
      load.name,
      ...[added("firsts", 0.5), added("firsts", 0.95)].map((value) => (isFlatOut ? "–" : figure(value))),
      ...[percentile(direct.latencies, 0.5), added("latencies", 0.5), added("latencies", 0.95)].map((value) =>
        isFlatOut ? "–" : figure(value, 2),
      ),
      figure(app / thousands, 3),
      figure((1000 * relayCpu) / relayed.got, 3),
      `× ${figure((app * relayed.got) / (relayCpu * through.got), 1)}`,
      figure(database / thousands, 3),
      `${figure((100 * app) / through.seconds, 0)} %`,
      figure(through.got / through.seconds, 0),
      figure(direct.got / direct.seconds, 0),
      figure(resident, 0),
    ]);
    if (isFlatOut) capacity = { delivered: through.got / through.seconds, ofOneCore: through.got / app };
    for (const [what, { got, wanted, disorder, refused }] of Object.entries({ direct, relayed, through })) {
      if (got === wanted && disorder === 0 && refused === 0) continue;
      whole = false;
      say(
        `FAIL  ${load.name}, ${what}: ${got} of ${wanted} tokens, ${disorder} out of order, ${refused} answers refused`,
      );
    }
    if (stored !== through.wanted) {
      whole = false;
      say(`FAIL  ${load.name}: ${stored} of ${through.wanted} tokens stored`);
    }
    if (load.name === "20 streams") {
      budgets.push(
        {
          name: "20 streams, first token after the direct one's, median",
          value: added("firsts", 0.5),
          limit: 8,
          unit: " ms",
        },
        { name: "20 streams, added latency per token, median", value: added("latencies", 0.5), limit: 1, unit: " ms" },
        { name: "20 streams, app CPU per 1,000 tokens, all saved", value: app / thousands, limit: 0.15, unit: " s" },
      );
    }
  }
  say("50 tokens/s per stream; client and upstream share the machine's cores with the product and its database\n");
  say(table(rows));
  say("");
  if (capacity)
    say(
      `capacity of one process, flat out: ${figure(capacity.delivered, 0)} tokens/s delivered and saved here; ${figure(capacity.ofOneCore, 0)} for each second of its CPU`,
    );
  say(whole ? "pass  every token delivered in order and stored" : "FAIL  tokens are missing");
  for (const budget of budgets) say(budgetLine(budget));
  return whole && budgets.every(isKept) ? 0 : 1;
}
