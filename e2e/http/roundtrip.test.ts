import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type Json, type JsonObject, parseWithSource } from "../../scripts/lib/json-source.mjs";
import { checkExport } from "../../scripts/lib/replay-check.mjs";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { type OddConversation, oddConversation } from "../support/odd-conversations.ts";
import { playConversation, type Stage } from "../support/play-conversation.ts";
import { type Product, startProduct } from "../support/product.ts";
import { productClient } from "../support/product-client.ts";

/*
 * A hundred conversations with everything that is hard to keep. Each goes from the provider to the database, through a kill -9 and a new
 * start, out as a file, in again as another conversation, and out once more.
 */
const conversations = fc.sample(oddConversation, { numRuns: 100, seed: 20_260_722 });
const atOnce = 4;
const createdSchema = z.strictObject({ id: z.uuid() });
/** Tags that are hard to keep, each for every so-many-th conversation. */
const tagged = { "ünïcode 🏷 日本": 2, '"quoted" \\ {}': 3, __proto__2: 5, A: 7, a: 11 };

let fake: FakeProvider;
let product: Product;
let stage: Stage;
const played = new Map<OddConversation, string>();

beforeAll(async () => {
  fake = await startFakeProvider();
  product = await startProduct({ OPENROUTER_API_KEY: "sk-or-v1-test-0000", OPENROUTER_BASE_URL: `${fake.url}/v1` });
  const client = productClient(product.url);
  const connectionIds = [await client.connectionId("OpenRouter"), await client.newConnection("Own", `${fake.url}/v1`)];
  stage = { client, fake, connectionIds };
  // Those that are to be killed come last: they are still running then.
  for (const isKilled of [false, true])
    await inTurn(
      conversations.filter((one) => one.isKilled === isKilled),
      async (one) => void played.set(one, await playConversation(stage, one)),
    );
  for (const [name, each] of Object.entries(tagged)) {
    const { id } = createdSchema.parse(await (await client.request("POST", "/tags", { name })).json());
    const ids = [...played.values()].filter((_, index) => index % each === 0);
    expect((await client.request("PUT", `/tags/${id}/conversations`, { ids, tagged: true })).status).toBe(204);
  }
  await product.kill();
  await product.start();
}, 240_000);
afterAll(async () => {
  await product?.remove();
  await fake?.close();
});

/** A few at a time, in order of the list. */
async function inTurn<T>(list: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = list.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

async function exportOf(conversationId: string): Promise<string> {
  const response = await stage.client.request("GET", `/conversations/${conversationId}/export?format=json`);
  expect(response.status).toBe(200);
  return response.text();
}

async function imported(file: string): Promise<string> {
  const response = await fetch(`${product.url}/api/conversations/import`, {
    method: "POST",
    body: file,
    headers: { "content-type": "application/json" },
  });
  const text = await response.text();
  expect(response.status, text.slice(0, 500)).toBe(201);
  return createdSchema.parse(JSON.parse(text)).id;
}

const asObject = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
const asObjects = (value: Json | undefined): JsonObject[] => (Array.isArray(value) ? value.map(asObject) : []);

/** The texts of a file that have to be kept byte for byte, and all the rest with its ids numbered. */
function readFile(text: string) {
  const { value, sourceOf } = parseWithSource(text);
  const file = asObject(value);
  const messages = asObjects(file.messages);
  const completions = messages.map(({ completion }) => asObject(completion ?? undefined));
  const callsOf = (completion: JsonObject) => asObjects(completion.calls);
  const texts = ["request", "usage", "reasoningDetails", "reasoningFragments", "reasoningText", "content"];
  const verbatim = [...texts, "toolCalls", "refusal", "annotations"];
  const ids = [file, ...messages, ...completions, ...completions.flatMap(callsOf)].flatMap(({ id }) => id ?? []);
  const numbers = new Map(ids.map((id, index) => [id, `#${index}`]));
  const rest = JSON.stringify(value, (key, entry: unknown) => {
    if (verbatim.includes(key) && entry !== null) return "(text)";
    return typeof entry === "string" ? (numbers.get(entry) ?? entry) : entry;
  });
  return {
    rest: JSON.parse(rest) as unknown,
    messages,
    activeLeafId: String(file.activeLeafId),
    answers: completions.flatMap((completion, index) =>
      messages[index]?.role === "assistant"
        ? [
            callsOf(completion).map((call) =>
              Object.fromEntries(verbatim.map((key) => [key, call[key] == null ? null : sourceOf(call[key])])),
            ),
          ]
        : [],
    ),
  };
}

/** What is sent for a question at this place; the ids we make for tool calls without one are told apart by place alone. */
async function sentFor(mark: string, conversationId: string, parentId: string): Promise<string> {
  const words = `${mark} ${conversationId}`;
  const received = await stage.client.ask(conversationId, words, { parentId });
  expect(received.error).toBeNull();
  const body = fake.requests.findLast(({ body, bodyText }) => body?.stream === true && bodyText.includes(words));
  return (body?.bodyText ?? "").replaceAll(conversationId, "-").replace(/call_[0-9a-f]{8}-[0-9a-f-]{27}_/g, "call_-_");
}

describe("a hundred conversations, killed, started again, exported and imported", () => {
  const files: { one: OddConversation; conversationId: string; file: string; copyId: string; copy: string }[] = [];

  test("every file is taken, and is the same file after the import", { timeout: 60_000 }, async () => {
    await inTurn(conversations, async (one) => {
      const conversationId = played.get(one) ?? "";
      const file = await exportOf(conversationId);
      const copyId = await imported(file);
      files.push({ one, conversationId, file, copyId, copy: await exportOf(copyId) });
    });
    expect(files).toHaveLength(100);
    for (const { file, copy } of files) {
      const [before, after] = [readFile(file), readFile(copy)];
      expect(after.answers).toEqual(before.answers);
      expect(after.rest).toEqual(before.rest);
    }
    const withTags = files.map(({ copy }) => z.looseObject({ tags: z.array(z.string()) }).parse(JSON.parse(copy)).tags);
    expect(withTags.flat().sort()).toEqual(
      Object.entries(tagged)
        .flatMap(([name, each]) => Array.from({ length: Math.ceil(100 / each) }, () => name))
        .sort(),
    );
  });

  test("the details are those the provider sent, value for value and key for key", () => {
    let compared = 0;
    for (const { one, copy } of files) {
      const { answers } = readFile(copy);
      expect(answers).toHaveLength(one.turns.length);
      for (const [index, turn] of one.turns.entries()) {
        // Of these the line or the process broke: how much had come by then is chance.
        if (turn.end === "destroy" || (one.isKilled && index === one.turns.length - 1)) continue;
        const kept = answers[index]?.map(({ reasoningDetails, reasoningFragments }) => [
          reasoningDetails,
          reasoningFragments,
        ]);
        expect(kept).toEqual(turn.calls.map(({ details, fragments }) => [details, fragments]));
        compared += turn.calls.length;
      }
    }
    expect(compared).toBeGreaterThan(300);
  });

  test("every hash holds in both files", () => {
    for (const { file, copy } of files) {
      const [before, after] = [checkExport(file), checkExport(copy)];
      expect(before.problems).toEqual([]);
      expect(after).toEqual(before);
    }
    expect(files.reduce((sum, { copy }) => sum + checkExport(copy).returned, 0)).toBeGreaterThan(100);
  });

  test("the next question is sent with the same context, at the active leaf and elsewhere", {
    timeout: 60_000,
  }, async () => {
    await inTurn(files, async ({ one, conversationId, file, copyId, copy }) => {
      const [before, after] = [readFile(file), readFile(copy)];
      const placeOf = (id: string) => before.messages.findIndex((message) => message.id === id);
      const answers = before.messages.flatMap(({ role }, index) => (role === "assistant" ? [index] : []));
      const other = answers[(one.turns[0]?.pick ?? 0) % answers.length] ?? 0;
      for (const place of new Set([placeOf(before.activeLeafId), other])) {
        const mark = randomUUID();
        const sent = await sentFor(mark, conversationId, String(before.messages[place]?.id));
        expect(sent).toContain(mark);
        expect(await sentFor(mark, copyId, String(after.messages[place]?.id))).toBe(sent);
      }
    });
  });
});
