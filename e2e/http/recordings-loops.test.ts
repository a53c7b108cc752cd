import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { wordsOf } from "../support/product-client.ts";
import {
  modelOf,
  profilesOf,
  type Recorded,
  reasoningOn,
  recordings,
  sha256,
  wantedBack,
  whySkipped,
} from "../support/recorded.ts";
import { mergeRecordings, sharedFile } from "../support/recordings-folder.ts";
import { schemaFaults } from "../support/request-schema.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, requests } = ownFakeProvider();

const folder = mergeRecordings();
const made: string[] = [];
beforeAll(() => {
  process.env.FAKE_RECORDINGS = folder;
});
afterAll(async () => {
  for (const id of made) await client.request("DELETE", `/connections/${id}`);
  rmSync(folder, { recursive: true, force: true });
});

const toolCallSchema = z.object({
  id: z.string(),
  type: z.literal("function"),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const messageSchema = z.looseObject({
  role: z.string(),
  content: z.unknown(),
  tool_calls: z.array(toolCallSchema).optional(),
  tool_call_id: z.string().optional(),
});
const bodySchema = z.looseObject({ messages: z.array(messageSchema) });

/** A connection of its own to a server of this kind, and a conversation with a calculator in it. */
async function conversationWith(profile: string, model: string, change: object = {}) {
  const connectionId = await client.newConnection(`${profile} in a loop`, `${fake().url}/v1`);
  made.push(connectionId);
  const changed = await client.request("PATCH", `/connections/${connectionId}`, { profile, ...change });
  expect(changed.status).toBe(200);
  return client.newConversation({ connectionId, model, settings: { tools: ["calculator"] } });
}

/** The bodies of the requests of this conversation, as they were sent. */
const bodiesOf = (text: string) => requests(text).map(({ body }) => bodySchema.parse(body));

const calling = recordings.filter(([, { tool_calls }]) => tool_calls.length > 0);

describe.skipIf(calling.length === 0)(`recorded tool calls inside the loop (else: ${whySkipped})`, () => {
  test.concurrent.each(
    calling.flatMap(([file, recorded]) => profilesOf(file).map((profile) => ({ file, profile, recorded }))),
  )("$file as $profile", async ({ file, profile, recorded }) => {
    const conversationId = await conversationWith(profile, modelOf(recorded));
    const received = await client.ask(conversationId, `[[scenario:replay file=${file}]] ${conversationId}`);
    expect(received.error).toBeNull();
    const bodies = bodiesOf(conversationId);
    expect(bodies).toHaveLength(2);
    expect(bodies.flatMap(schemaFaults)).toEqual([]);
    expectLoop(bodies[1], file, recorded, profile, wordsOf((await client.conversation(conversationId)).messages[1]));
  });
});

function expectLoop(
  body: z.infer<typeof bodySchema> | undefined,
  file: string,
  recorded: Recorded,
  profile: ReturnType<typeof profilesOf>[number],
  words: { reasoning: string },
): void {
  const [question, call, ...results] = body?.messages ?? [];
  expect([question?.role, call?.role]).toEqual(["user", "assistant"]);
  // The answer after the tool thinks too: of both, the first is the recorded one.
  const reasoning = words.reasoning.slice(0, recorded.reasoning_length);
  expect(sha256(reasoning)).toBe(recorded.reasoning_sha256);
  expect(reasoningOn(call)).toBe(wantedBack(file, recorded, profile, reasoning));
  expect(sha256(String(call?.content ?? ""))).toBe(recorded.answer_sha256);
  expect(call?.tool_calls).toEqual(
    recorded.tool_calls.map(({ id, name, arguments: args }) => ({
      id,
      type: "function",
      function: { name, arguments: args },
    })),
  );
  expect(results.map(({ role, tool_call_id }) => [role, tool_call_id])).toEqual(
    recorded.tool_calls.map(({ id }) => ["tool", id]),
  );
  // Nobody here has those tools: the model is told which there are.
  for (const { content } of results) expect(content).toMatch(/there is no tool .*calculator/);
}

/** Messages as they stand in a body: a schema of their keys would put these in another order. */
const rawMessages = (body: unknown) =>
  z.looseObject({ messages: z.array(z.record(z.string(), z.unknown())) }).parse(body).messages;
const goldenOf = (file: string) => rawMessages(JSON.parse(sharedFile("recorded", file) ?? ""));
/**
 * As text, key order included, but for two spellings of one thing: arguments go back in the model's own spacing, and no words at all
 * as null, since some hosts refuse the empty string beside a tool call.
 */
const spelled = (message: unknown) =>
  JSON.stringify(
    JSON.parse(JSON.stringify(message), (key, value: unknown) => {
      if (key === "arguments") return JSON.parse(String(value));
      return key === "content" && value === "" ? null : value;
    }),
  );

describe.skipIf(calling.length === 0)(`requests a real server accepted (else: ${whySkipped})`, () => {
  test("inside the loop the request is the one that was accepted, all but our own tool's words", async () => {
    const golden = goldenOf("openrouter-claude-haiku-4.5-tool-turn2.request.json");
    const [turn1, turn2] = [1, 2].map((turn) => `openrouter-claude-haiku-4.5-tool-turn${turn}.sse`);
    const conversationId = await conversationWith("openrouter", "anthropic/claude-haiku-4.5");
    await client.ask(conversationId, `[[scenario:replay file=${turn1} then=${turn2}]] ${conversationId}`);
    const sent = rawMessages(requests(conversationId)[1]?.body);
    expect(sent.map(({ role }) => role)).toEqual(golden.map(({ role }) => role));
    expect(JSON.stringify(sent[1]?.reasoning_details)).toBe(JSON.stringify(golden[1]?.reasoning_details));
    expect(spelled(sent[1])).toBe(spelled(golden[1]));
    const { content: said, ...result } = sent[2] ?? {};
    const { content: _, ...accepted } = golden[2] ?? {};
    expect(said).toMatch(/there is no tool .*calculator/);
    expect(result).toEqual(accepted);
    const answer = (await client.conversation(conversationId)).messages[1];
    const expected = recordings.find(([file]) => file === turn2)?.[1];
    expect(sha256(wordsOf(answer).text)).toBe(expected?.answer_sha256);
    expect(answer?.completion?.calls).toMatchObject([{ finishReason: "tool_calls" }, { finishReason: "stop" }]);
    await client.ask(conversationId, `[[scenario:default]] After ${conversationId}`);
    const after = rawMessages(requests(`After ${conversationId}`)[0]?.body);
    expect(JSON.stringify(after.slice(0, 3))).toBe(JSON.stringify(sent));
    expect(after.map(({ role }) => role)).toEqual(["user", "assistant", "tool", "assistant", "user"]);
  });

  test("a plain turn's reasoning string goes back as it was accepted where a person asks for it on every turn", async () => {
    const file = "cerebras-gpt-oss-120b-multiturn-turn1.json";
    const golden = goldenOf("cerebras-gpt-oss-120b-multiturn-turn2.request.json");
    const messageAfter = async (change: object) => {
      const conversationId = await conversationWith("cerebras", "gpt-oss-120b", change);
      await client.ask(conversationId, `[[scenario:replay file=${file}]] ${conversationId}`);
      await client.ask(conversationId, `[[scenario:default]] After ${conversationId}`);
      return rawMessages(requests(`After ${conversationId}`)[0]?.body)[1];
    };
    expect(await messageAfter({ profileOverrides: { replayWhen: "always" } })).toEqual(golden[1]);
    const { reasoning: _, ...plain } = golden[1] ?? {};
    expect(await messageAfter({})).toEqual(plain);
  });
});
