import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { storyOf } from "../support/fake/scenarios/story.ts";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { messagesOf } from "../support/journal-client.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type ProductClient, productClient, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";

/** A product of its own with the embedded database: killed in the middle of a continuation, and started again. */
let fake: FakeProvider;
let product: Product;
let client: ProductClient;
let connectionId: string;

beforeAll(async () => {
  fake = await startFakeProvider();
  product = await startProduct({});
  client = productClient(product.url);
  connectionId = await client.newConnection("Fake", `${fake.url}/v1`);
  await client.request("PATCH", `/connections/${connectionId}`, { profileOverrides: { prefill: "last_message" } });
});
afterAll(async () => {
  await product?.remove();
  await fake?.close();
});

test("kill -9 in a continuation keeps what it went on from and what was saved, and Continue works on that", async () => {
  const conversationId = await client.newConversation({ connectionId, model: "fake/story" });
  const whole = storyOf(250);
  await client.ask(conversationId, `[[scenario:story n=250 cuts=50,1205 gap=20]] ${conversationId}`);
  const answer = async () => (await client.conversation(conversationId)).messages.at(-1);
  const first = await answer();
  expect(wordsOf(first).text).toBe(whole.slice(0, 50));
  const of = first?.id;
  const response = await client.send(conversationId, { continue: { id: randomUUID(), of } });
  await readUiStream(response, ({ text }) => text.length > 90);
  // a running answer is shown with what is saved of it
  await vi.waitFor(async () => expect(wordsOf(await answer()).text.length).toBeGreaterThan(80), { timeout: 10_000 });
  await product.kill();
  await product.start();

  const cut = await answer();
  expect(cut).toMatchObject({ status: "interrupted", continuesId: of });
  const kept = wordsOf(cut).text;
  expect(kept.length).toBeGreaterThan(80);
  expect(whole.startsWith(kept)).toBe(true);
  expect(cut?.parts[0]).toMatchObject({ text: whole.slice(0, 50) });

  // ended once more by its length, then to the end
  for (const length of [1205, whole.length]) {
    const before = await answer();
    await readUiStream(await client.send(conversationId, { continue: { id: randomUUID(), of: before?.id } }));
    const request = fake.requests.findLast(({ bodyText }) => bodyText.includes(conversationId));
    expect(messagesOf(request).at(-1)).toEqual({ role: "assistant", content: wordsOf(before).text });
    expect(wordsOf(await answer()).text).toBe(whole.slice(0, length));
  }
  await client.ask(conversationId, `[[scenario:default]] later ${conversationId}`);
  const later = fake.requests.findLast(({ bodyText }) => bodyText.includes(`later ${conversationId}`));
  expect(messagesOf(later).map(({ content }) => content)).toEqual([expect.any(String), whole, expect.any(String)]);
}, 120_000);
