import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";

/** Providers that send more than anybody can want. The product is its own: its memory is watched. */
let own: OwnProduct;
beforeAll(async () => {
  own = await startOwnProduct();
  // What every first answer loads belongs to no flood.
  for (let round = 0; round < 5; round += 1)
    await own.client.ask(await newConversation(), "[[scenario:drizzle seconds=1]]");
});
afterAll(async () => {
  await own?.end();
});
const newConversation = () => own.client.newConversation({ connectionId: own.connectionId, model: "fake/default" });

/** The most memory the server takes while `work` goes on, above what it had before. */
async function growth<T>(work: () => Promise<T>): Promise<{ result: T; growthMiB: number }> {
  const before = own.product.memory();
  let most = before;
  let isOver = false;
  const watching = (async () => {
    for (; !isOver; await wait(20)) most = Math.max(most, own.product.memory());
  })();
  try {
    const result = await work();
    return { result, growthMiB: most - before };
  } finally {
    isOver = true;
    await watching;
  }
}

test("100 MB of answer: the first four million characters, and the upstream is closed", {
  timeout: 60_000,
}, async () => {
  const conversationId = await newConversation();
  const question = `[[scenario:flood mb=100 chunk=4096]] ${conversationId}`;
  const { result, growthMiB } = await growth(() => own.client.ask(conversationId, question));
  expect(result.error).toBeNull();
  expect(result.text.length).toBeGreaterThanOrEqual(4_000_000);
  expect(result.text.length).toBeLessThan(4_100_000);
  // Text, events, frames and the heap's own slack: 75 to 141 measured. What it must not do is grow with what is sent.
  expect(growthMiB).toBeLessThan(200);
  await vi.waitFor(() => {
    const entry = own.fake.requests.find(({ bodyText }) => bodyText.includes(conversationId));
    expect(entry?.abortedAt).toBeTypeOf("number");
  });
  const [, answer] = (await own.client.conversation(conversationId)).messages;
  expect(answer).toMatchObject({ status: "done", completion: { finishReason: "size" } });
  expect(wordsOf(answer).text).toBe(result.text);
});

test("a line of 1 GB: what came before it is kept", { timeout: 120_000 }, async () => {
  const conversationId = await newConversation();
  const { result, growthMiB } = await growth(() => own.client.ask(conversationId, "[[scenario:long-line mb=1000]]"));
  expect(result).toMatchObject({ text: "Before the line. ", error: { code: "answer_too_large" } });
  expect(growthMiB).toBeLessThan(64);
  expect((await own.client.conversation(conversationId)).messages[1]?.status).toBe("failed");
});

test("10,000 chunks a second: few writes to the database, and Stop ends it", { timeout: 120_000 }, async () => {
  const conversationId = await newConversation();
  const question = own.client.question(`[[scenario:drizzle rate=10000 seconds=30]] ${conversationId}`);
  const response = await own.client.send(conversationId, question);
  const began = performance.now();
  let stopping: Promise<Response> | null = null;
  let askedAt = 0;
  let writes = 0;
  const reading = readUiStream(response, ({ text }) => {
    if (stopping === null && text.length > 40_000) {
      stopping = segments(conversationId).then((count) => {
        writes = count / ((performance.now() - began) / 1000);
        askedAt = performance.now();
        return own.client.stop(conversationId);
      });
    }
    return false;
  });
  const received = await reading;
  const stoppedMs = performance.now() - askedAt;
  expect(received.done).toBe(true);
  expect(writes).toBeGreaterThan(0);
  expect(writes).toBeLessThanOrEqual(3);
  // To the last frame, read by this process, which plays the provider too: 760 measured on a machine with ten times its load.
  expect(stoppedMs).toBeLessThan(2000);
  const [, answer] = (await own.client.conversation(conversationId)).messages;
  expect(answer?.status).toBe("stopped");
  expect(wordsOf(answer).text).toBe(received.text);
});

const segments = (conversationId: string) =>
  withClient(own.product.databaseUrl(), async (db) => {
    const sql =
      "select count(*)::int n from stream_segment s join completion k on k.id = s.completion_id where k.conversation_id = $1";
    return (await db.query(sql, [conversationId])).rows[0].n as number;
  });
