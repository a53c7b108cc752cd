import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { type StoredMessage, wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, newConversation, requests } = ownFakeProvider();

const callSchema = z.looseObject({
  step: z.number(),
  attempt: z.number(),
  requestedModel: z.string(),
  connectionName: z.string().nullable(),
  outcome: z.string(),
  waitedMs: z.number().nullable(),
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      providerMessage: z.string().nullable(),
      status: z.number().nullable(),
    })
    .nullable(),
});
const callsOf = (answer: StoredMessage | undefined) => z.array(callSchema).parse(answer?.completion?.calls);

const attemptSchema = z
  .object({
    reason: z.string().nullable(),
    attempt: z.number(),
    of: z.number().nullable(),
    model: z.string(),
    isFallback: z.boolean(),
    untilMs: z.number(),
  })
  .loose();
const metadataSchema = z.looseObject({ messageMetadata: z.looseObject({ attempt: attemptSchema.nullish() }) });

function attemptsIn(chunks: { type: string }[]) {
  return chunks.flatMap((chunk) => {
    const parsed = metadataSchema.safeParse(chunk);
    return parsed.success && parsed.data.messageMetadata.attempt ? [parsed.data.messageMetadata.attempt] : [];
  });
}

async function ask(scenario: string, more: object = {}) {
  const conversationId = await newConversation("default", more);
  const question = `[[scenario:${scenario}]] ${conversationId}`;
  const received = await client.ask(conversationId, question);
  const answer = (await client.conversation(conversationId)).messages[1];
  const sent = requests(conversationId);
  const gaps = sent.slice(1).map((entry, index) => entry.receivedAt - (sent[index]?.receivedAt ?? 0));
  return { conversationId, received, answer, sent, gaps };
}

describe("before the first token the same request goes out again", () => {
  test.concurrent.each([
    [
      "no Retry-After: after about one second, then about three",
      'fail-once code=529 times=2 retry-after=""',
      3,
      [780, 2380],
    ],
    ["Retry-After in seconds", "fail-once code=429 times=1 retry-after=2", 2, [2000]],
    ["Retry-After as a date", "fail-once code=429 times=1 retry-after=date:3", 2, [2000]],
    ["a connection reset before a byte", "fail-once how=reset times=2", 3, [780, 2380]],
    [
      "a router that accepts first, and then says that the host has failed",
      "fail-once how=in-stream code=502",
      2,
      [780],
    ],
    ["a server that is loading its model", "fail-once how=loading times=2", 3, [1000, 2000]],
  ] as const)("%s", async (_, scenario, count, least) => {
    const { received, answer, sent, gaps } = await ask(scenario);
    expect(received.error).toBeNull();
    expect(received.text).toBe(`Answered at attempt ${count}.`);
    expect(sent).toHaveLength(count);
    for (const [index, gap] of gaps.entries()) expect(gap).toBeGreaterThanOrEqual(least[index] ?? Number.NaN);
    // The same body, byte for byte.
    expect(new Set(sent.map(({ bodyText }) => bodyText)).size).toBe(1);
    const calls = callsOf(answer);
    expect(calls.map(({ step, attempt, outcome }) => [step, attempt, outcome])).toEqual(
      sent.map((_entry, index) => [0, index, index === count - 1 ? "done" : "failed"]),
    );
    expect(calls.map(({ waitedMs }) => waitedMs === null)).toEqual(sent.map((_entry, index) => index === 0));
    expect(wordsOf(answer).text).toBe(received.text);
  });

  test.concurrent("after three requests it has failed, and every one of them is told", async () => {
    const { received, answer, sent, gaps } = await ask('fail-once code=429 times=9 retry-after=""');
    expect(received.error?.code).toBe("provider_rate_limit");
    expect(sent).toHaveLength(3);
    expect(gaps[0]).toBeLessThan(2200);
    expect(gaps[1]).toBeLessThan(5000);
    expect(callsOf(answer).map(({ error }) => error)).toEqual(
      Array.from({ length: 3 }, () => ({
        code: "provider_rate_limit",
        message: "The provider is limiting requests.",
        providerMessage: "Provider returned error",
        status: 429,
      })),
    );
    expect(attemptsIn(received.chunks).map(({ reason, attempt, of }) => [reason, attempt, of])).toEqual([
      ["limited", 2, 3],
      [null, 2, 3],
      ["limited", 3, 3],
      [null, 3, 3],
    ]);
  });

  test.concurrent("a server that never comes to its end of loading is given up when a first byte would be overdue", async () => {
    const { received, sent } = await ask("loading");
    expect(received.error?.code).toBe("provider_overloaded");
    // The installation of these tests waits 4 s for a first byte: requests at 0, 1 and 3 s.
    expect(sent).toHaveLength(3);
    expect(attemptsIn(received.chunks).map(({ reason, of }) => [reason, of])).toEqual([
      ["loading", null],
      ["loading", null],
    ]);
  });
});

test.concurrent.each([
  ["a wait of nine hours is left to the person", "fail-once code=429 retry-after=32400"],
  ["a refused key", "http-401"],
  ["credit used up", "http-402"],
  ["moderation", "http-403"],
  ["an unknown model", "http-404"],
  ["a refused request", "http-400"],
  ["too long a conversation", "context-length"],
  ["a failure after the first thought", "fail-once how=late code=429"],
])("%s: one request and no more", async (_, scenario) => {
  const { received, sent } = await ask(scenario);
  expect(received.error).not.toBeNull();
  expect(sent).toHaveLength(1);
  expect(attemptsIn(received.chunks)).toEqual([]);
});

test.concurrent("a correction and retries are counted apart", async () => {
  const connectionId = await client.newConnection(`Odd ${randomUUID()}`, `${fake().url}/v1`);
  const conversationId = await client.newConversation({ connectionId, model: "fake/default", settings: { seed: 7 } });
  const question = `[[scenario:fail-once code=529 times=3 retry-after=""]] ${conversationId}`;
  fake().script({
    status: 400,
    headers: { "content-type": "application/json" },
    steps: [{ text: JSON.stringify({ error: { message: "Unsupported parameter: 'seed' is not supported." } }) }],
    contains: conversationId,
  });
  const received = await client.ask(conversationId, question);
  // One refusal for its form, then three failures of the corrected one.
  expect(received.error?.code).toBe("provider_overloaded");
  expect(requests(conversationId).map(({ body }) => body?.seed)).toEqual([7, undefined, undefined, undefined]);
  const calls = callsOf((await client.conversation(conversationId)).messages[1]);
  expect(calls.map(({ attempt, waitedMs }) => [attempt, waitedMs === null])).toEqual([
    [0, true],
    [1, true],
    [2, false],
    [3, false],
  ]);
  await client.request("DELETE", `/connections/${connectionId}`);
});

describe("a wait can be ended", () => {
  async function waiting() {
    const conversationId = await newConversation();
    const question = `[[scenario:fail-once code=429 retry-after=25]] ${conversationId}`;
    const response = await client.send(conversationId, client.question(question));
    await vi.waitFor(() => expect(requests(question)).toHaveLength(1), { timeout: 5000 });
    const received = readUiStream(response);
    await vi.waitFor(
      async () => {
        const following = await client.follow(conversationId);
        const seen = await readUiStream(following, ({ chunks }) => attemptsIn(chunks).length > 0);
        expect(attemptsIn(seen.chunks)).toMatchObject([{ reason: "limited", attempt: 2, of: 3 }]);
      },
      { timeout: 5000 },
    );
    return { conversationId, question, received };
  }

  test.concurrent("by Stop: at once, as stopped, without another request", async () => {
    const { conversationId, question, received } = await waiting();
    const startedAt = Date.now();
    await client.stop(conversationId);
    const { chunks, error } = await received;
    expect(Date.now() - startedAt).toBeLessThan(3000);
    expect(error).toBeNull();
    expect(chunks.map(({ type }) => type)).toContain("abort");
    const answer = (await client.conversation(conversationId)).messages[1];
    expect(answer?.completion).toMatchObject({ status: "stopped", error: null });
    expect(callsOf(answer)).toMatchObject([{ outcome: "failed", error: { status: 429 } }]);
    expect(requests(question)).toHaveLength(1);
  });

  test.concurrent("by deleting the conversation", async () => {
    const { conversationId, question, received } = await waiting();
    const startedAt = Date.now();
    expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
    await received;
    expect(Date.now() - startedAt).toBeLessThan(3000);
    expect(requests(question)).toHaveLength(1);
  });
});

describe("the list of fallbacks", () => {
  let broken: string;
  let second: string;
  const made: string[] = [];
  beforeAll(async () => {
    broken = await client.newConnection(`Nobody ${randomUUID()}`, "http://127.0.0.1:9/v1");
    second = await client.newConnection(`Second ${randomUUID()}`, `${fake().url}/v1`);
    made.push(broken, second);
  });
  afterAll(async () => {
    for (const id of made) await client.request("DELETE", `/connections/${id}`);
  });
  const answerer = { model: "fake/no-reasoning" };

  async function askFirst(model: string, connectionId: string, fallbacks: object[]) {
    const conversationId = await client.newConversation({ connectionId, model, settings: { fallbacks } });
    const received = await client.ask(conversationId, `Who answers? ${conversationId}`);
    const answer = (await client.conversation(conversationId)).messages[1];
    return { conversationId, received, answer };
  }

  test("a refused key: the next model answers, and the list itself is never sent", async () => {
    const { conversationId, received, answer } = await askFirst("fake/http-401", second, [
      { connectionId: second, ...answerer },
    ]);
    expect(received.text).toContain("without reasoning.");
    expect(attemptsIn(received.chunks)).toMatchObject([{ reason: null, model: "fake/no-reasoning", isFallback: true }]);
    expect(answer?.completion).toMatchObject({ status: "done", model: "fake/http-401" });
    expect(callsOf(answer)).toMatchObject([
      {
        attempt: 0,
        requestedModel: "fake/http-401",
        outcome: "failed",
        error: { code: "provider_key_denied", status: 401 },
      },
      { attempt: 1, requestedModel: "fake/no-reasoning", outcome: "done", error: null, waitedMs: 0 },
    ]);
    const sent = requests(conversationId);
    expect(sent.map(({ body }) => body?.model)).toEqual(["fake/http-401", "fake/no-reasoning"]);
    expect(sent.every(({ bodyText }) => !bodyText.includes("fallbacks"))).toBe(true);
    const exported = await client.exported(conversationId);
    expect(callsOf(exported.messages[1])).toMatchObject([{ error: { status: 401 } }, { error: null }]);
  });

  test("a server that is not there is asked three times first; then each entry in order until one answers", async () => {
    const { received, answer } = await askFirst("any", broken, [
      { connectionId: second, model: "fake/http-404" },
      { connectionId: second, ...answerer },
    ]);
    expect(received.error).toBeNull();
    expect(callsOf(answer).map(({ requestedModel, error }) => [requestedModel, error?.code ?? null])).toEqual([
      ["any", "provider_unreachable"],
      ["any", "provider_unreachable"],
      ["any", "provider_unreachable"],
      ["fake/http-404", "provider_model_unknown"],
      ["fake/no-reasoning", null],
    ]);
  });

  test("a request that is wrong itself goes nowhere else", async () => {
    const { conversationId, received } = await askFirst("fake/context-length", second, [
      { connectionId: second, ...answerer },
    ]);
    expect(received.error?.code).toBe("provider_context_length");
    expect(requests(conversationId)).toHaveLength(1);
  });

  test("an entry whose connection is gone is passed over", async () => {
    const { received } = await askFirst("fake/http-401", second, [
      { connectionId: randomUUID(), model: "any" },
      { connectionId: second, ...answerer },
    ]);
    expect(received.text).toContain("without reasoning.");
  });

  test("the other model gets no reasoning of the first, and the ledger says why", async () => {
    const conversationId = await client.newConversation({
      connectionId: second,
      model: "openai/gpt-oss-120b",
      settings: { fallbacks: [{ connectionId: second, ...answerer }] },
    });
    await client.ask(conversationId, `[[scenario:default]] ${conversationId}`);
    const question = `[[scenario:http-401]] ${conversationId}`;
    fake().script({ status: 401, headers: {}, steps: [{ text: "{}" }], contains: question });
    fake().script({
      steps: [{ json: { choices: [{ index: 0, delta: { content: "Here." }, finish_reason: "stop" }] } }],
      contains: question,
    });
    const received = await client.ask(conversationId, question);
    expect(received.text).toBe("Here.");
    const last = requests(question).at(-1);
    expect(last?.body?.model).toBe("fake/no-reasoning");
    expect(last?.bodyText).not.toContain("Fake thought");
    const exported = await client.exported(conversationId);
    const replays = z
      .array(z.looseObject({ replay: z.array(z.looseObject({ form: z.string(), rule: z.string().nullable() })) }))
      .parse(exported.messages[3]?.completion?.calls);
    expect(replays.at(-1)?.replay).toMatchObject([{ form: "none", rule: expect.stringMatching(/./) }]);
  });

  test("a list that is none is refused", async () => {
    for (const fallbacks of [{}, [{}], Array.from({ length: 5 }, () => ({ connectionId: second, ...answerer }))])
      expect((await client.request("POST", "/conversations", { settings: { fallbacks } })).status).toBe(400);
  });
});
