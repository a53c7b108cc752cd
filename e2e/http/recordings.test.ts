import { createHash, randomUUID } from "node:crypto";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { messagesOf, requestsWith, type SeenRequest } from "../support/journal-client.ts";
import { productClient, wordsOf } from "../support/product-client.ts";
import { ownExpected, sharedFile } from "../support/recordings-folder.ts";

const { url, fakeUrl } = inject("installation");
const client = productClient(url);

/** Sends one question to a recording and one more after it. The stored answer, and the second request. */
async function twoTurns(file: string) {
  const connectionId = await client.connectionId("OpenRouter");
  const conversationId = await client.newConversation({ connectionId, model: `replay/${file}` });
  const received = await client.ask(conversationId, "First.");
  const second = `Second ${randomUUID()}`;
  await client.ask(conversationId, second);
  const stored = await client.conversation(conversationId);
  const exported = await client.exported(conversationId);
  const [request] = await requestsWith(fakeUrl, second);
  const answer = stored.messages[1];
  return { received, answer, words: wordsOf(answer), call: callOf(exported.messages[1]), request };
}

const exportedCall = z.looseObject({
  request: z.unknown(),
  reasoningDetails: z.unknown().optional(),
  reasoningFragments: z.unknown().optional(),
  usage: z.unknown().optional(),
  finishReason: z.string().nullable(),
});
const callOf = (message: { completion: { calls: unknown[] } | null } | undefined) =>
  exportedCall.parse(message?.completion?.calls[0]);

/** The details of the earlier answer, as text: key order counts. */
const sentBack = (request: SeenRequest | undefined) => JSON.stringify(messagesOf(request)[1]?.reasoning_details);

const own = z
  .record(
    z.string(),
    z.object({
      reasoning: z.string().optional(),
      answer: z.string().optional(),
      reasoningDetails: z.array(z.unknown()).optional(),
      finishReason: z.string().nullish(),
      usage: z.unknown().optional(),
      httpStatus: z.number().optional(),
    }),
  )
  .parse(JSON.parse(ownExpected()));
const streams = Object.entries(own).filter(([, expected]) => expected.httpStatus === undefined);

describe("the project's recordings", () => {
  test.each(streams)("%s: words, details and the next request are what was recorded", async (file, expected) => {
    const { received, answer, words, call, request } = await twoTurns(file);
    expect(words).toEqual({ text: expected.answer, reasoning: expected.reasoning });
    expect({ text: received.text, reasoning: received.reasoning }).toEqual(words);
    expect(JSON.stringify(call.reasoningDetails ?? undefined)).toBe(JSON.stringify(expected.reasoningDetails));
    expect(call.usage ?? null).toEqual(expected.usage ?? null);
    // A block that was cut may lack its signature, and an answer without words has no message.
    const goesBack = answer?.status !== "interrupted" && messagesOf(request)[1]?.role === "assistant";
    if (goesBack) expect(sentBack(request)).toBe(JSON.stringify(expected.reasoningDetails));
    expect(JSON.stringify(JSON.parse(request?.bodyText ?? "")).includes("verbatim")).toBe(false);
  });
});

const collection = z
  .record(
    z.string(),
    z.looseObject({
      reasoning_sha256: z.string().optional(),
      answer_sha256: z.string().optional(),
      merged_reasoning_details: z.array(z.unknown()).optional(),
      finish_reason: z.string().nullish(),
      usage: z.unknown().optional(),
    }),
  )
  .parse(JSON.parse(sharedFile("recorded", "expected.json") ?? "{}"));
const haiku = "openrouter-claude-haiku-4.5-tool-turn1.sse";
const sonnet = "openrouter-claude-sonnet-4.5-reasoning-signature.sse";
const whySkipped = "the larger collection of recordings is not beside the project";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe.skipIf(collection[haiku] === undefined)(`recordings of real servers (else: ${whySkipped})`, () => {
  test.each([haiku, sonnet])("%s is stored and sent back word for word", async (file) => {
    const expected = collection[file];
    const { received, words, call, request } = await twoTurns(file);
    expect(sha256(words.text)).toBe(expected?.answer_sha256);
    expect(sha256(words.reasoning)).toBe(expected?.reasoning_sha256);
    expect({ text: received.text, reasoning: received.reasoning }).toEqual(words);
    expect(call.finishReason).toBe(expected?.finish_reason);
    expect(call.usage).toEqual(expected?.usage);
    expect(JSON.stringify(call.reasoningDetails)).toBe(JSON.stringify(expected?.merged_reasoning_details));
    expect(sentBack(request)).toBe(JSON.stringify(expected?.merged_reasoning_details));
  });

  test("the details sent back are those of the request a real server accepted", async () => {
    const golden = z
      .object({ messages: z.array(z.looseObject({ role: z.string() })) })
      .parse(JSON.parse(sharedFile("recorded", "openrouter-claude-haiku-4.5-tool-turn2.request.json") ?? ""));
    const { request } = await twoTurns(haiku);
    const sent = messagesOf(request);
    expect(sentBack(request)).toBe(JSON.stringify(golden.messages[1]?.reasoning_details));
    expect(sent.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "user"]);
    expect(sent[2]?.tool_call_id).toBe(golden.messages[2]?.tool_call_id);
  });

  test("export says what was sent and keeps every fragment, empty ones included", async () => {
    const { call } = await twoTurns(sonnet);
    expect(z.array(z.unknown()).parse(call.reasoningFragments)).toHaveLength(13);
    expect(call.request).toMatchObject({ model: `replay/${sonnet}`, messages: [{ role: "user", content: "First." }] });
  });
});

const requestSchema = sharedFile("contract", "openrouter-chat-request.schema.json");

describe.skipIf(requestSchema === null)("the published request schema (else: it is not beside the project)", () => {
  test.each(streams.filter(([, { reasoningDetails }]) => reasoningDetails))(
    "the request after %s validates",
    async (file) => {
      const { request } = await twoTurns(file);
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats.default(ajv);
      const validate = ajv.compile(JSON.parse(requestSchema ?? "{}"));
      validate(withoutUnknownDetails(request));
      expect(validate.errors ?? []).toEqual([]);
    },
  );
});

const knownTypes = new Set(["reasoning.text", "reasoning.summary", "reasoning.encrypted"]);
const knownFormats = new Set(
  z
    .object({ $defs: z.object({ ReasoningFormat: z.object({ enum: z.array(z.string().nullable()) }) }) })
    .optional()
    .parse(requestSchema === null ? undefined : JSON.parse(requestSchema))?.$defs.ReasoningFormat.enum,
);
const detailSchema = z.looseObject({ type: z.string(), format: z.string().nullish() });

function isKnown(item: unknown): boolean {
  const { type, format } = detailSchema.parse(item);
  return knownTypes.has(type) && (format === undefined || knownFormats.has(format));
}

/** The schema lists the kinds known at its date; kinds of later dates are sent all the same. */
function withoutUnknownDetails(request: SeenRequest | undefined): unknown {
  const messages = messagesOf(request).map((message) =>
    Array.isArray(message.reasoning_details)
      ? { ...message, reasoning_details: message.reasoning_details.filter(isKnown) }
      : message,
  );
  return { ...request?.body, messages };
}
