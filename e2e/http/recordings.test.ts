import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { messagesOf, requestsWith, type SeenRequest } from "../support/journal-client.ts";
import { productClient, wordsOf } from "../support/product-client.ts";
import { ownExpected } from "../support/recordings-folder.ts";
import { hasRequestSchema, schemaFaults } from "../support/request-schema.ts";

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
  reasoningDetails: z.unknown().optional(),
  usage: z.unknown().optional(),
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

describe.skipIf(!hasRequestSchema)("the published request schema (else: it is not beside the project)", () => {
  test.each(streams.filter(([, { reasoningDetails }]) => reasoningDetails))(
    "the request after %s validates",
    async (file) => {
      const { request } = await twoTurns(file);
      expect(schemaFaults(request?.body)).toEqual([]);
    },
  );

  test("and refuses what is wrong", () => {
    expect(schemaFaults({ model: "m", messages: [{ role: "nobody", content: "x" }] })).not.toEqual([]);
    expect(schemaFaults({ model: "m", temperature: "hot", messages: [{ role: "user", content: "x" }] })).not.toEqual(
      [],
    );
  });
});
