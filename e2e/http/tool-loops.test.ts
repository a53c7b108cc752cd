import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, requests } = ownFakeProvider();

/** The product's limit: one answer asks the model so often and no more. */
const callsPerCompletion = 16;

const messageSchema = z.looseObject({
  role: z.string(),
  content: z.unknown(),
  tool_calls: z.array(z.looseObject({ id: z.string() })).optional(),
  tool_call_id: z.string().optional(),
  // As it came: a schema would rebuild it with its keys in another order.
  reasoning_details: z.unknown().optional(),
  reasoning: z.string().optional(),
});
const messagesIn = (body: unknown) => z.looseObject({ messages: z.array(messageSchema) }).parse(body).messages;
/** The words of the details on each assistant message; null where it carries none. */
const detailsIn = (body: unknown) =>
  messagesIn(body).flatMap(({ role, reasoning_details }) => (role === "assistant" ? [textOf(reasoning_details)] : []));
const textOf = (details: unknown) =>
  z
    .array(z.looseObject({ text: z.string() }))
    .transform((list) => list.map(({ text }) => text).join(""))
    .safeParse(details).data ?? null;
/** Every result stands directly after the call it belongs to, under an id that no other call of the request has. */
function expectPaired(body: unknown): void {
  const messages = messagesIn(body);
  messages.forEach((message, at) => {
    const ids = message.tool_calls?.map(({ id }) => id) ?? [];
    expect(ids.every((id) => id !== "")).toBe(true);
    const results = messages.slice(at + 1, at + 1 + ids.length);
    expect(results.map(({ role, tool_call_id }) => [role, tool_call_id])).toEqual(ids.map((id) => ["tool", id]));
  });
  const all = messages.flatMap(({ tool_calls }) => tool_calls ?? []).map(({ id }) => id);
  expect(new Set(all).size).toBe(all.length);
  expect(messages.filter(({ role }) => role === "tool")).toHaveLength(all.length);
}

interface Server {
  profile?: string;
  model?: string;
}

/** A conversation with a calculator, at a server of this kind. */
async function newLoop({ profile = "openrouter", model = "fake/loop" }: Server = {}) {
  const connectionId = await client.newConnection(`Loop ${profile}`, `${fake().url}/v1`);
  await client.request("PATCH", `/connections/${connectionId}`, { profile });
  const conversationId = await client.newConversation({ connectionId, model, settings: { tools: ["calculator"] } });
  const question = (params: string) => `[[scenario:loop ${params}]] ${conversationId}`;
  return {
    conversationId,
    question,
    ask: (params: string) => client.ask(conversationId, question(params)),
    /** the usual answer, and the body of the request for it */
    async next() {
      const text = `[[scenario:default]] Next ${conversationId}`;
      expect((await client.ask(conversationId, text)).error).toBeNull();
      return requests(`Next ${conversationId}`)[0]?.body;
    },
    bodies: () => requests(conversationId).map(({ body }) => body),
    answer: async () => (await client.conversation(conversationId)).messages[1],
  };
}

const partsLine = (parts: { type: string; text: string; state?: unknown; result?: unknown }[] = []) =>
  parts.map(({ type, text, state, result }) =>
    type === "tool" ? `tool ${state}: ${result}` : `${type}: ${text.replace(/answer \d+/, "answer")}`,
  );
const outcomes = (completion: { calls: { outcome: string; finishReason: string | null }[] } | null | undefined) =>
  completion?.calls.map(({ outcome, finishReason }) => `${outcome} ${finishReason}`);

describe("a loop that comes to its answer", () => {
  test("one call: the result goes back, everything stands in the order in which it happened, and all of it goes back", async () => {
    const { ask, answer, bodies, next, conversationId } = await newLoop();
    const received = await ask("steps=1");
    expect(received.text).toBe("Results: 10");
    const stored = await answer();
    expect(partsLine(stored?.parts)).toEqual([
      "reasoning: Thought 1 in answer.",
      "tool done: 10",
      "reasoning: Thought 2 in answer.",
      "text: Results: 10",
    ]);
    expect(stored).toMatchObject({ status: "done", completion: { finishReason: "stop" } });
    expect(outcomes(stored?.completion)).toEqual(["done tool_calls", "done stop"]);
    const [, second] = bodies();
    expect(bodies()).toHaveLength(2);
    expectPaired(second);
    const calls = (await client.exported(conversationId)).messages[1]?.completion?.calls ?? [];
    const after = await next();
    expectPaired(after);
    // Word for word and key for key, each on the message of its own call.
    const sent = messagesIn(after).filter(({ role }) => role === "assistant");
    expect(sent.map(({ reasoning_details }) => JSON.stringify(reasoning_details))).toEqual(
      calls.map(({ reasoningDetails }) => JSON.stringify(reasoningDetails)),
    );
    expect(detailsIn(after).every((text) => /^Thought [12] in answer \d+\.$/.test(text ?? ""))).toBe(true);
    expect(messagesIn(after).slice(0, 3)).toEqual(messagesIn(second));
  });

  test("gpt-oss behind an unknown server: the reasoning goes back inside the loop, and not after its answer", async () => {
    const { ask, bodies, next } = await newLoop({ profile: "openai-compatible", model: "openai/gpt-oss-120b" });
    await ask("steps=2 field=reasoning");
    const [first, second, third] = bodies().map((body) => messagesIn(body).map(({ reasoning }) => reasoning ?? null));
    expect(first).toEqual([null]);
    expect(second).toEqual([null, expect.stringMatching(/^Thought 1/), null]);
    expect(third).toEqual([null, second?.[1], null, expect.stringMatching(/^Thought 2/), null]);
    const after = await next();
    expectPaired(after);
    expect(messagesIn(after).map(({ reasoning }) => reasoning ?? null)).toEqual(Array(7).fill(null));
  });

  test("two calls at once, three steps in a row", async () => {
    const parallel = await newLoop();
    expect((await parallel.ask("calls=2")).text).toBe("Results: 10 | 11");
    expectPaired(parallel.bodies()[1]);
    expect(partsLine((await parallel.answer())?.parts)[2]).toBe("tool done: 11");
    expectPaired(await parallel.next());

    const row = await newLoop();
    expect((await row.ask("steps=3")).text).toBe("Results: 10 | 20 | 30");
    expect(row.bodies()).toHaveLength(4);
    row.bodies().forEach(expectPaired);
    expect(detailsIn(await row.next())).toHaveLength(4);
  });

  test.each(["same", "one", "empty", "none"])(
    "ids of the model that are %s: call and result agree all the same",
    async (ids) => {
      const { ask, bodies, next, answer } = await newLoop();
      expect((await ask(`steps=2 calls=2 ids=${ids}`)).text).toBe("Results: 10 | 11 | 20 | 21");
      bodies().forEach(expectPaired);
      expect((await answer())?.parts.filter(({ type }) => type === "tool")).toHaveLength(4);
      const [, , third] = bodies();
      const after = await next();
      expectPaired(after);
      // What came first keeps the model's own id; the ids are the same on the next turn as they were inside the loop.
      expect(messagesIn(after).slice(0, 7)).toEqual(messagesIn(third));
    },
  );

  test("at Mistral, which takes nine letters and digits, earlier calls get ids it takes", async () => {
    const elsewhere = await newLoop();
    await elsewhere.ask("steps=2 calls=2");
    const connectionId = await client.newConnection("Loop elsewhere", `${fake().url}/v1`);
    await client.request("PATCH", `/connections/${connectionId}`, { profile: "mistral" });
    const text = `[[scenario:default]] Next ${elsewhere.conversationId}`;
    const target = { connectionId, model: "mistral-medium" };
    expect((await client.ask(elsewhere.conversationId, text, target)).error).toBeNull();
    const sent = requests(`Next ${elsewhere.conversationId}`)[0]?.body;
    expectPaired(sent);
    const ids = messagesIn(sent).flatMap(({ tool_calls }) => tool_calls ?? []);
    expect(ids).toHaveLength(4);
    for (const { id } of ids) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
  });

  test("a tool nobody has, and arguments that are no JSON: the model is told, and goes on", async () => {
    const unknown = await newLoop();
    expect((await unknown.ask("name=python")).text).toMatch(/^Results: .*no tool "python".*calculator/);
    expect((await unknown.answer())?.parts[1]).toMatchObject({ type: "tool", name: "python", state: "failed" });
    const broken = await newLoop();
    expect((await broken.ask("args=broken")).text).toMatch(/^Results: Error/);
    const stored = await broken.answer();
    expect(stored?.parts[1]).toMatchObject({ state: "failed", arguments: '{"expression":"10 * 1 + ' });
    const after = await broken.next();
    expectPaired(after);
    expect(messagesIn(after)[1]?.tool_calls).toMatchObject([{ function: { arguments: '{"expression":"10 * 1 + ' } }]);
  });
});

describe("a loop that does not", () => {
  test("one that never ends stops at the limit, its last call not run", async () => {
    const { ask, answer, bodies, next } = await newLoop();
    expect((await ask("steps=1000")).error).toBeNull();
    const stored = await answer();
    expect(bodies()).toHaveLength(callsPerCompletion);
    expect(stored?.completion).toMatchObject({ status: "done", finishReason: "tool_calls" });
    const states = stored?.parts.flatMap((part) => (part.type === "tool" ? [part.state] : []));
    expect(states).toEqual([...Array(callsPerCompletion - 1).fill("done"), "not_run"]);
    expectPaired(await next());
  });

  test.each(["length", "content_filter"])("a call that was cut, finish reason %s, is not run", async (reason) => {
    const { ask, answer, bodies, next } = await newLoop();
    await ask(`at=1 fault=${reason}`);
    expect(bodies()).toHaveLength(1);
    const stored = await answer();
    expect(stored?.completion).toMatchObject({ status: "done", finishReason: reason });
    expect(stored?.parts.at(-1)).toMatchObject({ type: "tool", state: "not_run", result: null });
    expectPaired(await next());
  });

  test("stopped while the second call streams: all is kept, and the loop is still open on the next turn", async () => {
    const loops = [
      { loop: await newLoop(), params: "at=2 fault=hang" },
      {
        loop: await newLoop({ profile: "openai-compatible", model: "openai/gpt-oss-120b" }),
        params: "at=2 fault=hang field=reasoning",
      },
    ];
    for (const { loop, params } of loops) {
      const response = await client.send(loop.conversationId, client.question(loop.question(params)));
      await readUiStream(response, ({ text }) => text.includes("Words begun."));
      await client.stop(loop.conversationId);
      await vi.waitFor(async () => expect((await loop.answer())?.status).toBe("stopped"), { timeout: 10_000 });
      const stored = await loop.answer();
      expect(partsLine(stored?.parts)).toEqual([
        "reasoning: Thought 1 in answer.",
        "tool done: 10",
        "reasoning: Thought 2 in answer.",
        "text: Words begun. ",
      ]);
      expect(outcomes(stored?.completion)?.[0]).toBe("done tool_calls");
      const after = messagesIn(await loop.next());
      expect(after.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant", "user"]);
      const [, called, , cut] = after;
      // A block that was cut may lack its signature: only whole calls give theirs back.
      expect(called?.reasoning ?? textOf(called?.reasoning_details)).toMatch(/^Thought 1/);
      expect([cut?.reasoning, cut?.reasoning_details]).toEqual([undefined, undefined]);
    }
  });

  test("the provider dies in the second call: interrupted, and the first is whole", async () => {
    const { ask, answer, next } = await newLoop();
    const { error } = await ask("at=2 fault=destroy");
    expect(error?.code).toBe("provider_cut");
    const stored = await answer();
    expect(stored?.status).toBe("interrupted");
    expect(outcomes(stored?.completion)).toEqual(["done tool_calls", "interrupted null"]);
    expect(partsLine(stored?.parts).slice(0, 2)).toEqual(["reasoning: Thought 1 in answer.", "tool done: 10"]);
    const after = await next();
    expectPaired(after);
    expect(detailsIn(after)).toEqual([expect.stringMatching(/^Thought 1/), null]);
  });
});
