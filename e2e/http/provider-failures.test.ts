import { describe, expect, test, vi } from "vitest";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, newConversation, requests } = ownFakeProvider();

interface Expected {
  status: "done" | "failed" | "interrupted";
  code?: string | string[];
  text?: string | RegExp;
  reasoning?: RegExp;
  finishReason?: string;
}

const begun = "First words. More words. ";
const failed = (code: string | string[], text: string = ""): Expected => ({ status: "failed", code, text });
const done = (text: string | RegExp, finishReason = "stop"): Expected => ({ status: "done", text, finishReason });
const interrupted = (text: string): Expected => ({ status: "interrupted", code: "provider_cut", text });

const cases: [string, Expected][] = [
  ["http-400", failed("provider_refused")],
  ["http-401", failed("provider_key_denied")],
  ["http-402", failed("provider_payment")],
  ["http-403", failed("provider_forbidden")],
  ["http-404", failed("provider_model_unknown")],
  ["http-408", failed("provider_timeout")],
  ["http-413", failed("provider_refused")],
  ["http-422", failed("provider_refused")],
  ["http-429", failed("provider_rate_limit")],
  ["http-500", failed("provider_failed")],
  ["http-502", failed("provider_failed")],
  ["http-503", failed("provider_overloaded")],
  ["http-524", failed("provider_failed")],
  ["http-529", failed("provider_overloaded")],
  ...["nested", "flat", "string", "text", "html", "empty", "octet"].map((body): [string, Expected] => [
    `status code=418 body=${body}`,
    failed("provider_refused"),
  ]),
  ["context-length", failed("provider_context_length")],
  ["context-length-local", failed("provider_context_length")],
  ["loading", failed("provider_overloaded")],
  ["html-200", failed(["provider_malformed", "provider_empty"])],
  ["html-502", failed("provider_failed")],
  ["error-first", failed("provider_failed")],
  ["error-in-stream", failed("provider_failed", begun)],
  ["error-no-done", failed("provider_failed", begun)],
  ["error-event", failed("provider_failed", begun)],
  ["error-string", failed("provider_failed", begun)],
  ["finish-error", failed("provider_failed", begun)],
  ["native-network-error", failed("provider_failed", begun)],
  ["error-after-length", done(begun, "length")],
  ["content-filter", done(begun, "content_filter")],
  ["cut", interrupted(begun)],
  ["cut-destroy", interrupted(begun)],
  ["cut-in-json", interrupted(begun)],
  ["cut-in-reasoning", { ...interrupted(""), reasoning: /^This thought has no$/ }],
  ["done-no-finish", { status: "done", text: begun }],
  ["finish-no-done", done(begun)],
  ["open-after-done", done(begun)],
  ["hang-headers", failed("provider_timeout")],
  ["hang-first-byte", failed("provider_timeout")],
  ["hang-mid", failed("provider_timeout", begun)],
  ["comments-only", failed("provider_timeout")],
  ["empty", failed("provider_empty")],
  ["empty-body", failed("provider_empty")],
  ["done-only", failed("provider_empty")],
  ["malformed-line", done(`${begun}After the broken line.`)],
  ["json-answer", { ...done(/^A whole answer \d+ as JSON\.$/), reasoning: /^A whole thought\.$/ }],
  ["after-finish", done(`${begun}And words after the end.`)],
  ["usage-every-chunk", done("w0 w1 w2 w3 w4 ")],
  ["usage-only-last", done(begun)],
  ["usage-none", done(begun)],
  ["no-choices", done(begun)],
  ["filter-first", done(begun)],
  ["finish-with-text", done("First, and last.")],
  ["limited", done(/^w0 w1 /, "length")],
];

/** Sent again by itself, since nothing of an answer had come. */
const retried: Record<string, number> = {
  "http-429": 3,
  "http-502": 3,
  "http-503": 3,
  "http-529": 3,
  "html-502": 3,
  "error-first": 3,
  // As often as fits into the time for a first byte.
  loading: 3,
};

describe("however a provider fails, the answer ends as documented, keeps what came, and the conversation goes on", () => {
  test.concurrent.each(cases)("%s", async (scenario, expected) => {
    const conversationId = await newConversation();
    const question = `[[scenario:${scenario}]] ${conversationId}`;
    const received = await client.ask(conversationId, question);
    const [asked, answer] = (await client.conversation(conversationId)).messages;
    expect(wordsOf(asked).text).toBe(question);

    const { completion } = answer ?? {};
    const code = completion?.error?.code ?? null;
    expect({ status: completion?.status, code }).toEqual({
      status: expected.status,
      code: expected.code === undefined ? null : expect.toBeOneOf([expected.code].flat()),
    });
    if (expected.finishReason !== undefined) expect(completion?.finishReason).toBe(expected.finishReason);
    const { text, reasoning } = wordsOf(answer);
    if (typeof expected.text === "string") expect(text).toBe(expected.text);
    else if (expected.text) expect(text).toMatch(expected.text);
    if (expected.reasoning) expect(reasoning).toMatch(expected.reasoning);
    // What was shown while it ran is what is stored.
    expect({ text: received.text, reasoning: received.reasoning }).toEqual({ text, reasoning });
    expect(received.error?.code ?? null).toBe(code);
    expect(received.done).toBe(true);
    expect(requests(question)).toHaveLength(retried[scenario] ?? 1);

    const next = await client.ask(conversationId, `[[scenario:default]] next ${conversationId}`);
    expect(next.error).toBeNull();
    expect(next.text).toContain("Fake answer");
  });
});

test("three broken lines in a row end the answer", async () => {
  const conversationId = await newConversation();
  fake().script({
    contains: conversationId,
    steps: [
      { json: { choices: [{ index: 0, delta: { content: "Before. " } }] } },
      ...["{a", "{b", "{c", "{d"].map((line) => ({ text: `data: ${line}\n\n` })),
      { delayMs: 500 },
    ],
    end: "hang",
  });
  const received = await client.ask(conversationId, `Broken ${conversationId}`);
  expect(received.error?.code).toBe("provider_malformed");
  expect(wordsOf((await client.conversation(conversationId)).messages[1]).text).toBe("Before. ");
});

test("an endless answer is ended at the limit, upstream included, and says so", { timeout: 60_000 }, async () => {
  const conversationId = await newConversation();
  const received = await client.ask(conversationId, `[[scenario:endless]] ${conversationId}`);
  const answer = (await client.conversation(conversationId)).messages[1];
  expect(answer?.completion).toMatchObject({ status: "done", finishReason: "size", error: null });
  expect(wordsOf(answer).text.length).toBeGreaterThanOrEqual(4_000_000);
  expect(received.text.length).toBe(wordsOf(answer).text.length);
  await vi.waitFor(() => expect(requests(conversationId)[0]?.abortedAt).toBeTypeOf("number"), { timeout: 5000 });
});

test.each(["reasoning", "text"])(
  "%s that turns in circles is ended long before the limit, upstream included, and says so",
  { timeout: 60_000 },
  async (where) => {
    const conversationId = await newConversation();
    await client.ask(conversationId, `[[scenario:circles where=${where}]] ${conversationId}`);
    const answer = (await client.conversation(conversationId)).messages[1];
    expect(answer?.completion).toMatchObject({ status: "done", finishReason: "repetition", error: null });
    const { text, reasoning } = wordsOf(answer);
    expect((text + reasoning).length).toBeGreaterThan(5000);
    expect((text + reasoning).length).toBeLessThan(200_000);
    await vi.waitFor(() => expect(requests(conversationId)[0]?.abortedAt).toBeTypeOf("number"), { timeout: 5000 });
    expect(requests(conversationId)).toHaveLength(1);
  },
);

test("a redirect is not followed: neither key nor question reaches another address, and the sentence names it", async () => {
  const conversationId = await newConversation();
  const location = `${fake().url.replace("127.0.0.1", "localhost")}/v1/chat/completions`;
  fake().script({ status: 307, headers: { location }, steps: [], contains: conversationId });
  const received = await client.ask(conversationId, `Elsewhere? ${conversationId}`);
  expect(received.error).toMatchObject({ code: "provider_address", message: expect.stringContaining("localhost") });
  expect(requests(conversationId)).toHaveLength(1);
});

test("a server that is not there", async () => {
  const connectionId = await client.newConnection("Nobody", "http://127.0.0.1:9/v1");
  const conversationId = await client.newConversation({ connectionId, model: "any" });
  const received = await client.ask(conversationId, "Hello?");
  expect(received.error?.code).toBe("provider_unreachable");
  const [question, answer] = (await client.conversation(conversationId)).messages;
  expect(wordsOf(question).text).toBe("Hello?");
  expect(answer?.status).toBe("failed");
  await client.request("DELETE", `/connections/${connectionId}`);
});
