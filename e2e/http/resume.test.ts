import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { errorBodySchema, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();

const patience = { timeout: 10_000, interval: 20 };
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");

/** The id of an answer that has begun, and how it can be followed. */
async function begun(count: number, rate: number, more = "") {
  const conversationId = await newConversation();
  const text = `[[scenario:paced n=${count} rate=${rate} ${more}]] ${conversationId}`;
  const response = await client.send(conversationId, client.question(text));
  const { chunks } = await readUiStream(response, (received) => received.chunks.length > 0);
  return { conversationId, query: `?message=${chunks[0]?.messageId}` };
}

test("after=N gives all events but the first N, at any N, while it runs and just after its end", async () => {
  const { conversationId, query } = await begun(60, 60, "reasoning=0.3");
  const whole = readUiStream(await client.follow(conversationId, query));
  const rests = await Promise.all(
    [0, 1, 2, 5, 17, 40, 500].map(async (after, index) => {
      await wait(index * 60);
      return { after, rest: await readUiStream(await client.follow(conversationId, `${query}&after=${after}`)) };
    }),
  );
  const { chunks, done } = await whole;
  expect(done).toBe(true);
  for (const { after, rest } of rests) expect(rest.chunks).toEqual(chunks.slice(after));
  const late = await readUiStream(await client.follow(conversationId, `${query}&after=30`));
  expect(late.chunks).toEqual(chunks.slice(30));
  expect((await client.follow(conversationId, query)).status).toBe(204);
});

test("a reader cut off at twenty places puts the pieces together to the same answer", async () => {
  const { conversationId, query } = await begun(200, 100, "reasoning=0.2");
  let [text, after, isOver] = ["", 0, false];
  for (let cuts = 0; !isOver; cuts += 1) {
    const target = cuts < 20 ? 1 + ((cuts * 7) % 13) : Number.POSITIVE_INFINITY;
    const response = await client.follow(conversationId, `${query}&after=${after}`);
    const piece = await readUiStream(response, ({ chunks }) => chunks.length >= target);
    text += piece.text;
    after += piece.chunks.length;
    isOver = piece.done;
  }
  const answer = (await client.conversation(conversationId)).messages.at(-1);
  expect(text).toBe(wordsOf(answer).text);
  expect(text.endsWith("t199 ")).toBe(true);
});

test("twenty tabs closed at as many moments: every answer is whole when one comes back", async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const conversationId = await newConversation();
      const gone = new AbortController();
      const question = client.question(`[[scenario:paced n=40 rate=40]] ${conversationId}`);
      // some are gone before the answer has begun, the others at one of its words
      const sent = client.send(conversationId, question, { signal: gone.signal });
      const words = Math.max(0, index - 3) * 2;
      if (index > 3) await readUiStream(await sent, ({ chunks }) => chunks.length > words).catch(() => {});
      else await wait(20 * index + 40);
      gone.abort();
      await sent.catch(() => {});
      return conversationId;
    }),
  );
  for (const conversationId of ids)
    await vi.waitFor(async () => {
      const { messages } = await client.conversation(conversationId);
      // a request that was cut off before it was read was never sent: then nothing of it is stored
      if (messages.length === 0) return;
      expect(messages.at(-1)?.status).toBe("done");
      expect(wordsOf(messages.at(-1)).text).toBe(numbers(40));
    }, patience);
  const stored = await Promise.all(ids.map(async (id) => (await client.conversation(id)).messages.length));
  expect(stored.filter((count) => count === 2).length).toBeGreaterThanOrEqual(16);
});

test("what is not a count is refused", async () => {
  const { conversationId, query } = await begun(5, 50);
  for (const after of ["-1", "x", "", "1.5", "1e3", "99999999999"]) {
    const response = await client.follow(conversationId, `${query}&after=${after}`);
    expect(response.status, after).toBe(400);
    expect(errorBodySchema.parse(await response.json()).error.code).toBe("invalid_request");
  }
});

test("a reader at 1 kB/s slows neither the other one nor the provider", async () => {
  const { conversationId, query } = await begun(20_000, 10_000);
  const { hostname, port } = new URL(client.url);
  const slow = connect(Number(port), hostname).pause();
  slow.write(
    `GET /api/conversations/${conversationId}/completion${query} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n\r\n`,
  );
  let slowBytes = 0;
  // paused sockets fill a buffer first, ours and the system's; what is taken from it is 1 kB a second
  const crawl = setInterval(() => {
    slowBytes += slow.read(1024)?.length ?? 0;
  }, 1000);
  const startedAt = Date.now();
  const fast = await readUiStream(await client.follow(conversationId, query));
  const fastMs = Date.now() - startedAt;
  clearInterval(crawl);
  expect(fast.text.endsWith("t19999 ")).toBe(true);
  expect(slowBytes).toBeLessThan(20_000);
  expect(slow.destroyed).toBe(false);
  slow.destroy();
  // 20,000 words at 10,000 a second; alone it takes as long
  expect(fastMs).toBeLessThan(15_000);
  const answer = (await client.conversation(conversationId)).messages.at(-1);
  expect(answer?.status).toBe("done");
});
