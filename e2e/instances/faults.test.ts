import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, inject, test, vi } from "vitest";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { serverPidOf } from "../support/product.ts";
import { productClient, wordsOf } from "../support/product-client.ts";
import { askRedis, killRedis, untilRedisAnswers } from "../support/redis-server.ts";
import { readUiStream } from "../support/ui-stream.ts";

const { urls, launcherPids, redisUrl } = inject("instances");
const { databaseUrl } = inject("installation");
/** Each process under its own address, past nginx. */
const [a, b] = [productClient(urls[0] ?? ""), productClient(urls[1] ?? "")];
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `t${index} `).join("");
let connectionId: string;

beforeAll(async () => {
  if (urls.length > 0) connectionId = await a.connectionId("OpenRouter");
});

/** An answer that runs in A: some of its words have reached the reader, who stays. */
async function begun(count: number, rate: number, more = "") {
  const conversationId = await a.newConversation({ connectionId, model: "fake/paced" });
  const question = a.question(`[[scenario:paced n=${count} rate=${rate} ${more}]] ${conversationId}`);
  const response = await a.send(conversationId, question);
  let seen = 0;
  const reading = readUiStream(response, (received) => {
    seen = received.text.length;
    return false;
  });
  await vi.waitFor(() => expect(seen).toBeGreaterThan(8), { timeout: 20_000, interval: 10 });
  return { conversationId, question, reading: reading.catch(() => null) };
}

const settled = (conversationId: string, timeout = 20_000) =>
  vi.waitFor(
    async () => {
      const answer = (await b.conversation(conversationId)).messages.at(-1);
      expect(answer?.status).not.toBe("running");
      return answer;
    },
    { timeout, interval: 50 },
  );

const serverOf = (place: number) => serverPidOf(launcherPids[place] ?? 0) ?? 0;

test("an answer of A is followed on B: from the first frame, from a position, and to the same end", async () => {
  const { conversationId, reading } = await begun(120, 40);
  const [whole, again] = await Promise.all(
    [b.follow(conversationId), b.follow(conversationId)].map(async (response) => readUiStream(await response)),
  );
  const original = await reading;
  expect(whole?.chunks).toEqual(original?.chunks);
  expect(again?.chunks).toEqual(original?.chunks);
  expect(whole?.done).toBe(true);
  // What has ended is still in Redis for who says how much it has.
  for (const after of [1, 7, 60, 100]) {
    const rest = await readUiStream(await b.follow(conversationId, `?after=${after}`));
    expect(rest.chunks).toEqual(original?.chunks.slice(after));
  }
  expect((await b.follow(conversationId)).status).toBe(204);
});

test("a position in the middle of a running answer of the other process", async () => {
  const { conversationId, reading } = await begun(120, 40);
  const rest = await readUiStream(await b.follow(conversationId, "?after=10"));
  expect(rest.chunks).toEqual((await reading)?.chunks.slice(10));
});

test("words reach the readers of the other process as they come", async () => {
  const { conversationId } = await begun(200, 20, "stamp=1");
  const delays: number[] = [];
  await readUiStream(await b.follow(conversationId), ({ text }) => {
    const stamp = text.trim().split(" ").at(-1)?.split("@")[1];
    delays.push(performance.timeOrigin + performance.now() - Number(stamp));
    return delays.length > 60;
  });
  // The first ones catch up.
  expect(delays.slice(20).toSorted((x, y) => x - y)[20]).toBeLessThan(250);
  await b.stop(conversationId);
  await settled(conversationId);
});

test("stop on B ends it in A within a second, upstream included", async () => {
  const { conversationId, reading } = await begun(2000, 40);
  const stoppedAt = Date.now();
  expect((await b.stop(conversationId)).status).toBe(202);
  const seen = await reading;
  expect(Date.now() - stoppedAt).toBeLessThan(1000);
  expect(seen?.chunks.map(({ type }) => type)).toContain("abort");
  const answer = await settled(conversationId);
  expect(answer?.status).toBe("stopped");
  expect(wordsOf(answer).text).toBe(seen?.text);
});

test("delete on B ends the stream of A within a second, and nothing of it comes back", async () => {
  const { conversationId, reading } = await begun(2000, 40);
  const deletedAt = Date.now();
  expect((await b.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
  await reading;
  expect(Date.now() - deletedAt).toBeLessThan(1000);
  expect((await a.request("GET", `/conversations/${conversationId}`)).status).toBe(404);
});

test("the same question to both at once is one answer, which both show", async () => {
  for (let round = 0; round < 5; round += 1) {
    const conversationId = await a.newConversation({ connectionId, model: "fake/paced" });
    const question = a.question(`[[scenario:paced n=20 rate=60]] ${conversationId}`);
    const answers = await Promise.all(
      [a, b, a, b].map(async (client) => readUiStream(await client.send(conversationId, question))),
    );
    for (const received of answers) expect(received.chunks).toEqual(answers[0]?.chunks);
    expect(answers[0]?.text).toBe(numbers(20));
    expect((await b.conversation(conversationId, "?tree=1")).messages).toHaveLength(2);
  }
});

test("Redis flushed in mid-answer: who follows on B gets every word once, and who comes later too", async () => {
  const { conversationId, reading } = await begun(200, 40);
  const following = readUiStream(await b.follow(conversationId));
  await askRedis(redisUrl, (client) => client.flushAll());
  await wait(500);
  const later = b.follow(conversationId).then((response) => readUiStream(response));
  const original = await reading;
  expect(original?.text).toBe(numbers(200));
  expect((await following).chunks).toEqual(original?.chunks);
  expect((await later).chunks).toEqual(original?.chunks);
});

test("Redis killed in mid-answer: chats go on in every process, stop gets through, and it is used again when it is back", async () => {
  const { conversationId, reading } = await begun(400, 40);
  const stopped = await begun(4000, 40);
  const following = readUiStream(await b.follow(conversationId));
  await killRedis(redisUrl);
  const own = await b.newConversation({ connectionId, model: "fake/paced" });
  expect((await b.ask(own, `[[scenario:paced n=20 rate=60]] ${own}`)).text).toBe(numbers(20));
  const ready = (query: string) => fetch(`${urls[1]}/api/health/ready${query}`);
  const refused = await ready("");
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain("Redis");
  expect((await ready("?redis=optional")).status).toBe(200);
  const stoppedAt = Date.now();
  expect((await b.stop(stopped.conversationId)).status).toBe(202);
  expect((await settled(stopped.conversationId))?.status).toBe("stopped");
  expect(Date.now() - stoppedAt).toBeLessThan(7_000);
  await untilRedisAnswers(redisUrl);
  const original = await reading;
  expect(original?.text).toBe(numbers(400));
  expect((await following).chunks).toEqual(original?.chunks);
  await vi.waitFor(async () => expect((await ready("")).status).toBe(200), { timeout: 10_000, interval: 100 });
  const again = await begun(60, 40);
  expect((await readUiStream(await b.follow(again.conversationId))).text).toBe(numbers(60));
});

test("A killed with kill -9: B takes over within 20 s, with all but the last second, and its followers end", async () => {
  const { conversationId } = await begun(100_000, 50, "stamp=1");
  const following = b.follow(conversationId).then((response) => readUiStream(response));
  await wait(2_000);
  process.kill(serverOf(0), "SIGKILL");
  const killedAt = performance.timeOrigin + performance.now();
  const answer = await settled(conversationId, 25_000);
  expect(performance.timeOrigin + performance.now() - killedAt).toBeLessThan(20_000);
  expect(answer).toMatchObject({ status: "interrupted", completion: { error: { code: "completion_interrupted" } } });
  const stamps = wordsOf(answer).text.trim().split(" ");
  expect(stamps.every((stamp, index) => stamp.startsWith(`t${index}@`))).toBe(true);
  expect(killedAt - Number(stamps.at(-1)?.split("@")[1])).toBeLessThan(1_020);
  const seen = await following;
  expect(seen.done).toBe(false);
  expect(seen.text.startsWith(wordsOf(answer).text)).toBe(true);
  await vi.waitFor(async () => expect((await fetch(`${urls[0]}/api/health/ready`)).status).toBe(200), {
    timeout: 20_000,
    interval: 100,
  });
  expect((await b.ask(conversationId, `[[scenario:default]] after ${conversationId}`)).error).toBeNull();
});

test("A paused beyond its lease: B takes over, and A doubles nothing when it comes back", async () => {
  const { conversationId, reading } = await begun(3000, 40);
  const server = serverOf(0);
  process.kill(server, "SIGSTOP");
  let taken: Awaited<ReturnType<typeof settled>>;
  try {
    taken = await settled(conversationId, 25_000);
  } finally {
    process.kill(server, "SIGCONT");
  }
  expect(taken?.status).toBe("interrupted");
  const seen = await reading;
  // Its own readers are told what is stored.
  expect(seen?.error?.code).toBe("completion_interrupted");
  await wait(2_000);
  expect((await b.conversation(conversationId)).messages.at(-1)).toEqual(taken);
});

test("no row is left that must not be, and what Redis holds has an end", async () => {
  expect(await countOddRows(databaseUrl)).toEqual(noOddRows);
  const lives = await askRedis(redisUrl, async (client) =>
    Promise.all((await client.keys("*")).map((key) => client.ttl(key))),
  );
  expect(lives.length).toBeGreaterThan(0);
  expect(lives.every((seconds) => seconds > 0 && seconds <= 180)).toBe(true);
});
