import { expect, test } from "vitest";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();

const framings = [
  "one-packet",
  "crlf",
  "crlf-split",
  "cr",
  "bom",
  "no-space",
  "byte-by-byte",
  "split-utf8",
  "comments-between",
  "event-names",
  "multi-line-data",
];

test.concurrent.each(framings)("the same answer, framed as %s, is the same answer", async (framing) => {
  const conversationId = await newConversation();
  const received = await client.ask(conversationId, `[[scenario:${framing}]] ${conversationId}`);
  expect(received.text).toMatch(/^Framing: Grüße, naïve café, 漢字, 😀 and 👩‍👩‍👧‍👦 stay whole\. \(\d+\)$/);
  expect(received.reasoning).toMatch(/^Fake thought \d+: first look, then answer\.$/);
  const answer = (await client.exported(conversationId)).messages[1];
  expect(answer?.status).toBe("done");
  expect(wordsOf(answer)).toEqual({ text: received.text, reasoning: received.reasoning });
  expect(answer?.completion?.calls[0]?.reasoningDetails).toMatchObject([
    { type: "reasoning.text", text: received.reasoning, signature: expect.any(String) },
  ]);
});

test("recordings cut into packets of every small size give the same words and details", async () => {
  const results = await Promise.all(
    [1, 2, 3, 5, 7, 11, 64, 1000].map(async (size) => {
      const conversationId = await newConversation();
      const question = `[[scenario:replay file=openrouter-summary-encrypted.sse size=${size}]]`;
      const { text, reasoning } = await client.ask(conversationId, question);
      const call = (await client.exported(conversationId)).messages[1]?.completion?.calls[0];
      return JSON.stringify([text, reasoning, call?.reasoningDetails]);
    }),
  );
  expect(results[0]).toContain("Thirteen days.");
  expect(new Set(results).size).toBe(1);
});
