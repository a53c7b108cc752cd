import { readFileSync } from "node:fs";
import { describe, expect, inject, test } from "vitest";
import { rowsContaining } from "../support/database-text.ts";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

/** Of this file alone: in others a person may have typed one. */
const key = "CANARY~refused~0123456789";
const { client, newConversation } = ownFakeProvider(key);
const { databaseUrl, logFile } = inject("installation");

/** Status → the code a person's sentence hangs on. */
const codes: [number, string][] = [
  [400, "provider_refused"],
  [401, "provider_key_denied"],
  [402, "provider_payment"],
  [403, "provider_forbidden"],
  [404, "provider_model_unknown"],
  [408, "provider_timeout"],
  [422, "provider_refused"],
  [429, "provider_rate_limit"],
  [500, "provider_failed"],
  [502, "provider_failed"],
  [503, "provider_overloaded"],
  [529, "provider_overloaded"],
];

/** What the product has handed out in these tests. */
const shown: string[] = [];

describe("a provider that refuses and repeats the key: one plain sentence, and the key nowhere", () => {
  const cases = codes.flatMap(([status, code]) =>
    (["before", "after"] as const).map((when) => ({ status, code, when })),
  );

  test.each(cases)("$status $when the first word", { timeout: 60_000 }, async ({ status, code, when }) => {
    const conversationId = await newConversation();
    const question = `[[scenario:refused-with-key code=${status} when=${when}]] ${conversationId}`;
    const received = await client.ask(conversationId, question);
    const [asked, answer] = (await client.conversation(conversationId)).messages;
    expect(wordsOf(asked).text).toBe(question);
    expect(wordsOf(answer)).toEqual(
      when === "after" ? { text: "Words first. ", reasoning: "A thought." } : { text: "", reasoning: "" },
    );
    expect(received.text).toBe(wordsOf(answer).text);
    expect(answer?.status).toBe("failed");
    expect(answer?.completion?.error?.code).toBe(code);
    expect(received.error?.code).toBe(code);
    expect(received.error?.message).toMatch(/^(The|This) [a-z ]+.*\[key\]/);
    shown.push(JSON.stringify([received, asked, answer]));
    const path = `/conversations/${conversationId}`;
    for (const more of ["/export?format=json", "/export?format=markdown", `/replay?message=${answer?.id}`])
      shown.push(await (await client.request("GET", `${path}${more}`)).text());
    expect((await client.ask(conversationId, `[[scenario:default]] ${conversationId}`)).error).toBeNull();
  });

  test("the key is in no answer of ours, in no row and in no line of the log", async () => {
    shown.push(await (await client.request("GET", "/connections")).text());
    expect(shown.length).toBeGreaterThan(cases.length);
    expect(shown.filter((text) => text.includes(key))).toEqual([]);
    expect(readFileSync(logFile, "utf8")).not.toContain(key);
    expect(await rowsContaining(databaseUrl, key)).toEqual({});
  });

  test("what looks for it would find it", async () => {
    const conversationId = await newConversation("default");
    await client.ask(conversationId, `A word to find: ${conversationId}`);
    expect(await rowsContaining(databaseUrl, `find: ${conversationId}`)).toMatchObject({ part: 1 });
  });
});
