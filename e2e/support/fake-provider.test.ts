import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { readSent } from "./fake/ledger.ts";
import { recordingNames } from "./fake/scenarios/replay.ts";
import { type FakeProvider, startFakeProvider } from "./fake-provider.ts";

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

type Message = Record<string, unknown>;
const user = (content: string): Message => ({ role: "user", content });

function post(messages: Message[], more: object = {}, init: RequestInit = {}): Promise<Response> {
  const body = JSON.stringify({ model: "fake/default", stream: true, messages, ...more });
  return fetch(`${fake.url}/v1/chat/completions`, { method: "POST", body, ...init });
}

/** One turn, and the assistant message that a correct client sends back for it. */
async function turn(messages: Message[], more: object = {}) {
  const sent = readSent(await (await post(messages, more)).text(), []);
  return { sent, reply: { role: "assistant", content: sent.content, reasoning_details: sent.details } };
}

test("answers the default scenario with signed details, and keeps a journal", async () => {
  const { sent } = await turn([user("Hi")]);
  expect(sent).toMatchObject({ content: expect.stringContaining("Fake answer 1"), finish: "stop" });
  expect(sent.details).toMatchObject([{ type: "reasoning.text", signature: expect.any(String), index: 0 }]);
  expect(fake.requests).toMatchObject([{ scenario: "default", status: 200, body: { stream: true }, abortedAt: null }]);
});

test("check confirms a faithful conversation and names what is missing", async () => {
  const check = { model: "fake/check" };
  const first = await turn([user("one")], check);
  const second = await turn([user("one"), first.reply, user("two")], check);
  expect(second.sent.content).toContain("CHECK OK: 1 of 1");
  const third = await turn([user("one"), first.reply, user("two"), second.reply, user("three")], check);
  expect(third.sent.content).toContain("CHECK OK: 2 of 2");
  const bare = { role: "assistant", content: first.sent.content };
  expect((await turn([user("one"), bare, user("two")], check)).sent.content).toContain("reasoning_details missing");
  expect((await turn([user("changed"), first.reply, user("two")], check)).sent.content).toContain(
    "not those it answered",
  );
});

test("a queued script goes first, with bytes, status and end as given", async () => {
  const script = { steps: [{ text: "da" }, { bytes: btoa('ta: {"x":1}\n\n') }, { json: { y: 2 } }], status: 201 };
  const answer = await fetch(`${fake.url}/__control/script`, { method: "POST", body: JSON.stringify(script) });
  expect(answer.status).toBe(200);
  const response = await post([user("Hi")]);
  expect(response.status).toBe(201);
  expect(await response.text()).toBe('data: {"x":1}\n\ndata: {"y":2}\n\n');
  fake.script({ steps: [{ text: "half" }, { delayMs: 20 }], end: "destroy" });
  await expect(post([user("Hi")]).then((broken) => broken.text())).rejects.toThrow();
  expect((await fetch(`${fake.url}/__control/script`, { method: "POST", body: "{}" })).status).toBe(400);
});

test("an abort of the client is seen at once", async () => {
  const stop = new AbortController();
  const response = await post([user("[[scenario:hang-mid]]")], {}, { signal: stop.signal });
  await response.body?.getReader().read();
  stop.abort();
  await wait(50);
  expect(fake.requests[0]?.abortedAt).toBeTypeOf("number");
});

test("paced tokens carry their numbers and keep their rate", async () => {
  const startedAt = performance.now();
  const { sent } = await turn([user("[[scenario:paced n=50 rate=200 reasoning=0.2]]")]);
  expect(performance.now() - startedAt).toBeGreaterThan(240);
  expect(`${sent.reasoning}${sent.content}`.trim().split(" ")).toEqual(
    Array.from({ length: 50 }, (_, index) => `t${index}`),
  );
  expect(sent.reasoning.trim().split(" ")).toHaveLength(10);
});

test("the same answer in every framing reads the same", async () => {
  const names = [
    "one-packet",
    "crlf",
    "crlf-split",
    "cr",
    "bom",
    "no-space",
    "byte-by-byte",
    "split-utf8",
    "multi-line-data",
  ];
  for (const name of names) {
    const { sent } = await turn([user(`[[scenario:${name}]]`)]);
    expect([name, sent.content]).toEqual([name, expect.stringContaining("漢字, 😀 and 👩‍👩‍👧‍👦 stay whole.")]);
  }
});

test("errors come with status, body and Retry-After as asked", async () => {
  const limited = await post([user("[[scenario:http-429 retry-after=7]]")]);
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "7"]);
  const flat = await post([user('[[scenario:status code=418 body=flat message="short and stout"]]')]);
  expect([flat.status, await flat.json()]).toMatchObject([418, { message: "short and stout" }]);
  expect((await post([user("again [[scenario:fail-once code=503]]")])).status).toBe(503);
  expect((await post([user("again [[scenario:fail-once code=503]]")])).status).toBe(200);
  expect((await post([user("x")], { model: "fake/nonsense" })).status).toBe(404);
});

test("a request without streaming gets a title", async () => {
  expect(await (await post([user("Hi")], { stream: false })).json()).toMatchObject({
    choices: [{ message: { content: "Title: Hi" } }],
  });
});

test("lists known names, every scenario and every recording", async () => {
  const modelsSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
  const { data } = modelsSchema.parse(await (await fetch(`${fake.url}/v1/models`)).json());
  const ids = data.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(["openai/gpt-oss-120b", "fake/paced", "replay/openrouter-signed.sse"]));
});

const expectedSchema = z.record(
  z.string(),
  z
    .object({
      reasoning: z.string(),
      answer: z.string(),
      reasoningDetails: z.unknown(),
      finishReason: z.string().nullable(),
    })
    .partial(),
);
const expected = expectedSchema.parse(
  JSON.parse(readFileSync(new URL("recordings/expected.json", import.meta.url), "utf8")),
);

test.each(recordingNames())("recording %s is replayed byte for byte and is what expected.json says", async (name) => {
  const wanted = expected[name];
  expect(wanted).toBeDefined();
  const body = await (await post([user("Hi")], { model: `replay/${name}` })).text();
  const file = readFileSync(new URL(`recordings/${name}`, import.meta.url), "utf8");
  if (name.endsWith(".chunks.jsonl")) expect(body.match(/^data: /gm)).toHaveLength(file.trim().split("\n").length + 1);
  else expect(body).toBe(file);
  if (name.endsWith(".json") || name.startsWith("think-tags") || name.startsWith("mistral")) return;
  const sent = readSent(body, []);
  expect([sent.content, sent.reasoning, sent.finish]).toEqual([
    wanted?.answer,
    wanted?.reasoning,
    wanted?.finishReason,
  ]);
  expect(JSON.stringify(sent.details)).toBe(JSON.stringify(wanted?.reasoningDetails));
});
