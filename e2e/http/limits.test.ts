import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { type Product, startProduct } from "../support/product.ts";
import { productClient } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

/** Products of their own, filled to their limits. */
let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake?.close());

let product: Product;
afterEach(() => product?.remove());

async function start(env: Record<string, string> = {}) {
  product = await startProduct({
    OPENROUTER_API_KEY: "sk-or-v1-test-0000",
    OPENROUTER_BASE_URL: `${fake.url}/v1`,
    ...env,
  });
  const client = productClient(product.url);
  const connectionId = await client.connectionId("OpenRouter");
  // The responses too: one that nobody holds any more is cancelled when memory is tidied up.
  const open: { response: Response; abort: AbortController }[] = [];
  const held = (response: Response, abort: AbortController) => {
    if (response.status === 200) open.push({ response, abort });
    return response;
  };
  return {
    client,
    newConversation: () => client.newConversation({ connectionId, model: "fake/hang-first-byte" }),
    /** A send whose answer never comes, and is not read. */
    async hold(conversationId: string) {
      const abort = new AbortController();
      return held(
        await client.send(conversationId, client.question(`Hold ${conversationId}`), { signal: abort.signal }),
        abort,
      );
    },
    async follow(conversationId: string) {
      const abort = new AbortController();
      return held(
        await client.request("GET", `/conversations/${conversationId}/completion`, undefined, { signal: abort.signal }),
        abort,
      );
    },
    /** The same send again: one more reader of its answer. */
    async repeat(conversationId: string, question: unknown) {
      const abort = new AbortController();
      return held(await client.send(conversationId, question, { signal: abort.signal }), abort);
    },
    leaveOne: () => open.pop()?.abort.abort(),
  };
}
const patience = { timeout: 5_000, interval: 50 };

describe("answers that run", () => {
  test("of the process: MAX_RUNNING, then 503 until one has ended", { timeout: 90_000 }, async () => {
    const { client, newConversation, hold } = await start({ MAX_RUNNING: "2" });
    const first = await newConversation();
    expect((await hold(first)).status).toBe(200);
    expect((await hold(await newConversation())).status).toBe(200);
    const third = await newConversation();
    const refused = await hold(third);
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await refusal(refused)).toEqual({ status: 503, code: "server_busy" });
    expect((await client.conversation(third)).messages).toEqual([]);
    await client.stop(first);
    await vi.waitFor(async () => expect((await hold(third)).status).toBe(200), patience);
  });

  test("of one person: 256, then 429", { timeout: 180_000 }, async () => {
    const { newConversation, hold } = await start({ MAX_RUNNING: "1000" });
    for (let batch = 0; batch < 16; batch += 1)
      await Promise.all(
        Array.from({ length: 16 }, async () => expect((await hold(await newConversation())).status).toBe(200)),
      );
    const refused = await hold(await newConversation());
    expect(refused.headers.get("retry-after")).toBe("5");
    expect(await refusal(refused)).toEqual({ status: 429, code: "too_many_requests" });
  });
});

test("streams one person follows: 512, then 429 until one has gone", { timeout: 180_000 }, async () => {
  const { client, newConversation, hold, follow, leaveOne } = await start();
  const conversationId = await newConversation();
  expect((await hold(conversationId)).status).toBe(200);
  for (let batch = 0; batch < 32; batch += 1)
    await Promise.all(Array.from({ length: 16 }, async () => expect((await follow(conversationId)).status).toBe(200)));
  const refused = await follow(conversationId);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refusal(refused)).toEqual({ status: 429, code: "too_many_requests" });
  leaveOne();
  await vi.waitFor(async () => expect((await follow(conversationId)).status).toBe(200), patience);
  // The limit is about readers alone: the answer itself ends as ever.
  expect((await client.stop(conversationId)).status).toBe(202);
});

test("the same send again and again counts among them: 512, then 429, and the answer is untouched", {
  timeout: 180_000,
}, async () => {
  const { client, newConversation, follow, repeat, leaveOne } = await start();
  const conversationId = await newConversation();
  const question = client.question(`Hold ${conversationId}`);
  const first = await repeat(conversationId, question);
  expect(first.status).toBe(200);
  for (let batch = 0; batch < 32; batch += 1)
    await Promise.all(
      Array.from({ length: 16 }, async () => expect((await repeat(conversationId, question)).status).toBe(200)),
    );
  const refused = await repeat(conversationId, question);
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refusal(refused)).toEqual({ status: 429, code: "too_many_requests" });
  expect(await refusal(await follow(conversationId))).toEqual({ status: 429, code: "too_many_requests" });
  leaveOne();
  await vi.waitFor(async () => expect((await repeat(conversationId, question)).status).toBe(200), patience);
  expect((await client.conversation(conversationId)).messages).toHaveLength(2);
  expect(fake.requests.filter(({ bodyText }) => bodyText.includes(conversationId))).toHaveLength(1);
  expect((await client.stop(conversationId)).status).toBe(202);
});

test("a bad value of a limit stops the start with its name", async () => {
  await expect(startProduct({ MAX_RUNNING: "many" })).rejects.toThrow(/MAX_RUNNING/);
});

test("the size of an answer, of a message and of a body", { timeout: 180_000 }, async () => {
  const { client, newConversation } = await start();
  const conversationId = await newConversation();
  const tooLong = await client.send(conversationId, client.question("x".repeat(1_000_001)));
  expect(await refusal(tooLong)).toEqual({ status: 413, code: "body_too_large" });
  const tooLarge = await client.send(conversationId, client.question("x".repeat(4_000_001)));
  expect(await refusal(tooLarge)).toEqual({ status: 413, code: "body_too_large" });
  const received = await readUiStream(await client.send(conversationId, client.question("[[scenario:flood mb=6]]")));
  expect(received.error).toBeNull();
  expect(received.text.length).toBeGreaterThanOrEqual(4_000_000);
  expect(received.text.length).toBeLessThan(4_000_000 + 65_536 + 1);
  const [, answer] = (await client.conversation(conversationId)).messages;
  expect(answer).toMatchObject({ status: "done", completion: { finishReason: "size" } });
});
