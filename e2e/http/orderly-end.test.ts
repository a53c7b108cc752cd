import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

/** A product of its own with the embedded database, which is asked to stop while answers run. */
const drainSeconds = 8;
let own: OwnProduct;

beforeAll(async () => {
  own = await startOwnProduct({ DRAIN_SECONDS: String(drainSeconds) });
  await own.product.stop();
});
afterAll(async () => {
  await own?.end();
});
beforeEach(async () => {
  await own.product.start();
});
afterEach(() => own.product.kill());

const words = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");

/** An answer of `count` words, fifty a second, and its stream from the moment its text runs. */
async function running(count: number) {
  const conversationId = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/paced" });
  const question = own.client.question(`[[scenario:paced n=${count} rate=50]] ${conversationId}`);
  const response = await own.client.send(conversationId, question);
  expect(response.status).toBe(200);
  const request = () => own.fake.requests.find(({ bodyText }) => bodyText.includes(conversationId));
  await vi.waitFor(() => expect(request()?.firstByteAt).toBeTypeOf("number"), patience);
  return { conversationId, reading: readUiStream(response), request };
}
const patience = { timeout: 5_000, interval: 20 };
const said = (text: string) => vi.waitFor(() => expect(own.product.output()).toContain(text), patience);
const readiness = async () => {
  const response = await fetch(`${own.product.url}/api/health/ready`);
  return { status: response.status, body: await response.json() };
};

test("SIGTERM: running answers end by themselves, new ones are refused, and then the server ends", {
  timeout: 120_000,
}, async () => {
  // Five seconds, in which all that follows is asked.
  const { conversationId, reading } = await running(250);
  const asked = performance.now();
  own.product.signal("SIGTERM");
  await said("Finishing 1 answer.");
  expect(own.product.output()).not.toContain("Ctrl-C");

  expect(await readiness()).toEqual({ status: 503, body: { status: "not ready", reason: "stopping" } });
  expect((await fetch(`${own.product.url}/api/health/live`)).status).toBe(200);
  const other = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/default" });
  const refused = await own.client.send(other, own.client.question("Too late."));
  expect(refused.headers.get("retry-after")).toBe("5");
  expect(await refusal(refused)).toEqual({ status: 503, code: "server_stopping" });
  // What is there can be read, and followed.
  expect((await own.client.conversation(conversationId)).messages[1]?.status).toBe("running");
  const second = readUiStream(await own.client.follow(conversationId));

  for (const { text, error } of [await reading, await second]) {
    expect(error).toBeNull();
    expect(text).toBe(words(250));
  }
  await own.product.ended();
  expect(performance.now() - asked).toBeLessThan(drainSeconds * 1000);

  await own.product.start();
  const [, answer] = (await own.client.conversation(conversationId)).messages;
  expect(answer?.status).toBe("done");
  expect(wordsOf(answer).text).toBe(words(250));
  expect((await own.client.conversation(other)).messages).toEqual([]);
});

test("what does not end in time is handed over: nothing that came is lost, readers are told", {
  timeout: 120_000,
}, async () => {
  const { conversationId, reading, request } = await running(5000);
  own.product.signal("SIGTERM");
  const seen = await reading;
  expect(seen.error?.code).toBe("server_stopped");
  await own.product.ended();
  expect(request()?.abortedAt).toBeTypeOf("number");
  // Four hundred words went out in the time it had; the reader has every one that is stored.
  expect(seen.text.length).toBeGreaterThan(words(150).length);

  await own.product.start();
  const [, answer] = (await own.client.conversation(conversationId)).messages;
  expect(answer).toMatchObject({ status: "interrupted", completion: { error: { code: "server_stopped" } } });
  expect(wordsOf(answer).text).toBe(seen.text);
  expect(await countOddRows(own.product.databaseUrl())).toEqual(noOddRows);
  expect((await own.client.ask(conversationId, "[[scenario:default]] And on.")).error).toBeNull();
});

test("Ctrl-C says what it waits for, the second one ends at once", { timeout: 120_000 }, async () => {
  const first = await running(5000);
  const second = await running(5000);
  own.product.signal("SIGINT");
  await said("Finishing 2 answers. Press Ctrl-C again to stop now.");
  const asked = performance.now();
  // npm hands on what the terminal has told already: that is not a second wish.
  await vi.waitFor(() => expect(performance.now() - asked).toBeGreaterThan(700), patience);
  expect((await readiness()).status).toBe(503);
  own.product.signal("SIGINT");
  await own.product.ended();
  expect(performance.now() - asked).toBeLessThan(drainSeconds * 1000 - 500);

  const texts = [(await first.reading).text, (await second.reading).text];
  await own.product.start();
  for (const [index, { conversationId }] of [first, second].entries()) {
    const [, answer] = (await own.client.conversation(conversationId)).messages;
    expect(answer?.status).toBe("interrupted");
    expect(wordsOf(answer).text).toBe(texts[index]);
  }
});

test("a Ctrl-C that comes twice at once is one", async () => {
  const { reading } = await running(100);
  own.product.signal("SIGINT");
  await said("Finishing 1 answer.");
  own.product.signal("SIGINT");
  expect((await reading).text).toBe(words(100));
  await own.product.ended();
});

test("with nothing running it ends at once, open pages and kept connections or not", async () => {
  expect((await readiness()).status).toBe(200);
  const asked = performance.now();
  own.product.signal("SIGTERM");
  await own.product.ended();
  // Long before the time that running answers would get.
  expect(performance.now() - asked).toBeLessThan(5000);
});

test("a killed launcher leaves nothing behind, and no text is lost but the last second", async () => {
  const { conversationId, reading } = await running(5000);
  own.product.signal("SIGKILL");
  const cut = await reading.catch(() => null);
  await vi.waitFor(() => expect(fetch(`${own.product.url}/api/health/live`)).rejects.toThrow(), patience);
  await own.product.start();
  const [, answer] = (await own.client.conversation(conversationId)).messages;
  expect(answer?.status).toBe("interrupted");
  expect(wordsOf(answer).text.length).toBeGreaterThan((cut?.text.length ?? 0) - words(60).length);
});
