// `npm run bench -- --mirror`: what it costs a process to show its running answers to others through Redis. Two products on one
// database, with and without REDIS_URL, take turns with the same streams; counted is the CPU of the server alone.
import { startFakeProvider } from "../../e2e/support/fake-provider.ts";
import { freePort } from "../../e2e/support/free-port.ts";
import { serverPidOf, startProduct } from "../../e2e/support/product.ts";
import { productClient } from "../../e2e/support/product-client.ts";
import { startRedis } from "../../e2e/support/redis-server.ts";
import { say } from "../lib/log.mjs";
import { startTemporaryPostgres } from "../lib/postgres.mjs";
import { installShutdown } from "../lib/shutdown.mjs";
import { createTestDatabase } from "../lib/test-database.mjs";
import { cpuSeconds } from "./process-figures.mjs";

const streams = 20;
const tokens = 500;
const rate = 50;
const rounds = 4;

const shutdown = installShutdown();
const fake = await startFakeProvider();
shutdown.add(fake.close);
const server = await startTemporaryPostgres();
shutdown.add(server.stop);
const redis = await startRedis(await freePort());
shutdown.add(redis.remove);
const env = { OPENROUTER_API_KEY: "sk-or-v1-test-0000", OPENROUTER_BASE_URL: `${fake.url}/v1`, LOG_LEVEL: "error" };
const secret = { APP_SECRET: "one secret for all of them, 32 characters" };

/** @param {string} redisUrl */
async function start(redisUrl) {
  const database = await createTestDatabase(server.urlOf("postgres"));
  const product = await startProduct({ ...env, ...secret, DATABASE_URL: database.url, REDIS_URL: redisUrl });
  shutdown.add(product.remove);
  return { product, ms: /** @type {number[]} */ ([]) };
}

/** CPU milliseconds for a thousand tokens. @param {import("../../e2e/support/product.ts").Product} product */
async function measure(product) {
  const client = productClient(product.url);
  const connectionId = await client.connectionId("OpenRouter");
  const pid = serverPidOf(product.pid()) ?? 0;
  const before = cpuSeconds(pid);
  await Promise.all(
    Array.from({ length: streams }, async () => {
      const conversationId = await client.newConversation({ connectionId, model: "fake/paced" });
      await client.ask(conversationId, `[[scenario:paced n=${tokens} rate=${rate}]] ${conversationId}`);
    }),
  );
  return ((cpuSeconds(pid) - before) * 1_000_000) / (streams * tokens);
}

const without = await start("");
const mirrored = await start(redis.url);
for (let round = -1; round < rounds; round += 1) {
  for (const side of [without, mirrored]) {
    const ms = await measure(side.product);
    // The first round compiles.
    if (round >= 0) side.ms.push(ms);
  }
}
const middle = (/** @type {number[]} */ list) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN;
const [bare, shown] = [middle(without.ms), middle(mirrored.ms)];
say(
  `${streams} streams of ${tokens} tokens at ${rate}/s, ${rounds} rounds each; CPU of the server process for 1,000 tokens:`,
);
say(`without Redis ${bare.toFixed(1)} ms (${without.ms.map((ms) => ms.toFixed(1)).join(", ")})`);
say(`with Redis    ${shown.toFixed(1)} ms (${mirrored.ms.map((ms) => ms.toFixed(1)).join(", ")})`);
say(`difference    ${(shown - bare).toFixed(1)} ms`);
await shutdown.run();
process.exit(0);
