import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { type FakeProvider, startFakeProvider } from "../support/fake-provider.ts";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type Product, startProduct } from "../support/product.ts";
import { type ProductClient, productClient } from "../support/product-client.ts";
import { startRound, strictRounds } from "../support/strict-rounds.ts";

/** A product of its own with the embedded database: killed while tool loops run, and started again. */
let fake: FakeProvider;
let product: Product;
let client: ProductClient;

const messageSchema = z.looseObject({
  role: z.string(),
  content: z.unknown(),
  reasoning_details: z.unknown().optional(),
});
const messagesIn = (body: unknown) => z.looseObject({ messages: z.array(messageSchema) }).parse(body).messages;

/** A loop that hangs, by the place where the kill meets it, and what is known of it by then. */
const loops = {
  "between the first call and the second one's first byte": {
    params: "at=2 fault=silent",
    requests: 2,
    whole: 1,
    tools: 1,
  },
  "while the first call thinks": { params: "at=1 fault=hang", requests: 1, whole: 0, tools: 0 },
  "while the second call thinks": { params: "at=2 fault=hang", requests: 2, whole: 1, tools: 1 },
  "while the third call thinks": { params: "steps=3 calls=2 at=3 fault=hang", requests: 3, whole: 2, tools: 4 },
};
const [late, ...others] = Object.entries(loops);
const conversations = new Map<string, string>();
/** Servers that refuse something on the first turns. */
const taught = Object.entries(strictRounds).filter(([, { refused }]) => refused.some((count) => count > 0));
const rounds = new Map<string, Awaited<ReturnType<typeof startRound>>>();

/** The answer runs, and its newest request has arrived. */
async function startLoop(name: string, { params, requests }: (typeof loops)[keyof typeof loops]): Promise<void> {
  const connectionId = await client.connectionId("OpenRouter");
  const settings = { tools: ["calculator"] };
  const conversationId = await client.newConversation({ connectionId, model: "fake/loop", settings });
  conversations.set(name, conversationId);
  await client.send(conversationId, client.question(`[[scenario:loop ${params}]] ${conversationId}`));
  const seen = () => fake.requests.filter(({ bodyText }) => bodyText.includes(conversationId));
  await vi.waitFor(() => expect(seen()).toHaveLength(requests), { timeout: 10_000, interval: 5 });
}

/** By conversation: how many calls it has begun, how many of these are stored, and how far the words of the running one are saved. */
async function savedLoops(): Promise<Record<string, string>> {
  const sql = `select k.conversation_id::text as id, count(*)::int as begun, count(*) filter (where m.outcome <> 'running')::int as stored,
      (select coalesce(string_agg(s.events, ''), '') from stream_segment s where s.completion_id = k.id) as said
    from completion k join model_call m on m.completion_id = k.id where k.status = 'running' group by k.id`;
  return withClient(product.databaseUrl(), async (database) => {
    const rows = savedSchema.parse((await database.query(sql)).rows);
    return Object.fromEntries(
      rows.map(({ id, begun, stored, said }) => [
        id,
        `${begun} ${stored} ${said.split("tool-result").length - 1} ${said.includes("Words begun")}`,
      ]),
    );
  });
}
const savedSchema = z.array(z.object({ id: z.string(), begun: z.number(), stored: z.number(), said: z.string() }));

const expectedLoops = () =>
  Object.fromEntries(
    others.map(([name, { params, requests, whole, tools }]) => [
      conversations.get(name),
      `${requests} ${whole} ${tools} ${params.includes("hang")}`,
    ]),
  );

beforeAll(async () => {
  fake = await startFakeProvider();
  product = await startProduct({ OPENROUTER_API_KEY: "sk-or-v1-test-0000", OPENROUTER_BASE_URL: `${fake.url}/v1` });
  client = productClient(product.url);
  await Promise.all(
    taught.map(async ([name, round]) => {
      const started = await startRound(client, fake, round);
      await started.ask();
      await started.ask();
      rounds.set(name, started);
    }),
  );
  for (const [name, loop] of others) await startLoop(name, loop);
  // Killed while nothing is left to save, so that what has to be there is exact.
  await vi.waitFor(async () => expect(await savedLoops()).toEqual(expectedLoops()), { timeout: 10_000, interval: 50 });
  // This one in the moment in which the second request arrives: nobody has had time to save anything since.
  if (late) await startLoop(...late);
  await product.kill();
  await product.start();
});
afterAll(async () => {
  await product?.remove();
  await fake?.close();
});

describe("a tool loop met by a kill -9", () => {
  test.each(Object.entries(loops))(
    "%s: its whole calls are there, and go back on the next turn",
    async (name, loop) => {
      const conversationId = conversations.get(name) ?? "";
      const answer = (await client.conversation(conversationId)).messages[1];
      expect(answer).toMatchObject({
        status: "interrupted",
        completion: { error: { code: "completion_interrupted" } },
      });
      const calls = (await client.exported(conversationId)).messages[1]?.completion?.calls ?? [];
      expect(calls).toHaveLength(loop.requests);
      const whole = calls.slice(0, loop.whole);
      expect(whole.every(({ outcome, finishReason }) => `${outcome} ${finishReason}` === "done tool_calls")).toBe(true);
      const tools = answer?.parts.filter(({ type }) => type === "tool") ?? [];
      expect(tools).toHaveLength(loop.tools);
      expect(tools.every(({ state }) => state === "done")).toBe(true);

      const next = `[[scenario:default]] Next ${conversationId}`;
      expect((await client.ask(conversationId, next)).error).toBeNull();
      const sent = messagesIn(
        fake.requests.find(({ body, bodyText }) => body?.stream === true && bodyText.includes(`Next ${conversationId}`))
          ?.body,
      );
      const called = sent.filter(({ tool_calls }) => tool_calls !== undefined);
      expect(called.map(({ reasoning_details }) => JSON.stringify(reasoning_details))).toEqual(
        whole.map(({ reasoningDetails }) => JSON.stringify(reasoningDetails)),
      );
      expect(JSON.stringify(called)).toContain(loop.whole > 0 ? "fake-signature" : "[]");
      expect(sent.flatMap(({ role, content }) => (role === "tool" ? [content] : []))).toEqual(
        tools.map(({ result }) => result),
      );
    },
  );

  test("answers that end while they are being saved leave no row behind", async () => {
    const connectionId = await client.connectionId("OpenRouter");
    // Saved every 400 ms: many ends, spread evenly around the second save.
    const lengths = Array.from({ length: 150 }, (_, index) => 60 + (index % 50));
    await Promise.all(
      lengths.map(async (count) => {
        const conversationId = await client.newConversation({ connectionId, model: "fake/paced" });
        const { error } = await client.ask(conversationId, `[[scenario:paced n=${count} rate=100]] ${conversationId}`);
        expect(error).toBeNull();
      }),
    );
    expect(await countOddRows(product.databaseUrl())).toEqual(noOddRows);
  });

  test("no row is left that must not be", async () => {
    expect(await countOddRows(product.databaseUrl())).toEqual(noOddRows);
  });
});

test.each(taught)("%s: what a refusal taught is known after a restart", async (name) => {
  const answered = await rounds.get(name)?.ask();
  expect(answered).toMatchObject({ error: null, statuses: [200, 200] });
});
