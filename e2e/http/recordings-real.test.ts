import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import type { ProfileId } from "@/lib/reasoning/profiles";
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

const connections = new Map<ProfileId, string>();
const folder = mergeRecordings();
beforeAll(async () => {
  process.env.FAKE_RECORDINGS = folder;
  for (const profile of new Set(recordings.flatMap(([file]) => profilesOf(file)))) {
    const id = await client.newConnection(`As ${profile}`, `${fake().url}/v1`);
    expect((await client.request("PATCH", `/connections/${id}`, { profile })).status).toBe(200);
    connections.set(profile, id);
  }
});
afterAll(async () => {
  for (const id of connections.values()) await client.request("DELETE", `/connections/${id}`);
  rmSync(folder, { recursive: true, force: true });
});

const callSchema = z.looseObject({
  content: z.unknown(),
  toolCalls: z.unknown(),
  usage: z.unknown(),
  finishReason: z.string().nullable(),
  reasoningDetails: z.unknown(),
  reasoningFragments: z.array(z.unknown()).nullable(),
});
const viewSchema = z.looseObject({
  servedModel: z.string().nullable(),
  provider: z.string().nullable(),
  usage: z
    .looseObject({
      inputTokens: z.unknown(),
      outputTokens: z.unknown(),
      reasoningTokens: z.unknown(),
      cachedTokens: z.unknown(),
    })
    .nullable(),
});
const usageSchema = z.object({
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
  completion_tokens_details: z.object({ reasoning_tokens: z.number().nullish() }).nullish(),
});
const messagesSchema = z.array(
  z.looseObject({
    role: z.string(),
    content: z.unknown(),
    tool_calls: z.array(z.looseObject({ id: z.string() })).optional(),
    tool_call_id: z.string().optional(),
  }),
);

/** Two turns: the recording, framed as `how` says, and a question after it. Everything that was kept, shown and sent back. */
async function play(file: string, recorded: Recorded, profile: ProfileId, how = "") {
  const connectionId = connections.get(profile);
  const conversationId = await client.newConversation({ connectionId, model: modelOf(recorded) });
  const received = await client.ask(conversationId, `[[scenario:replay file=${file}${how}]] ${conversationId}`);
  const next = await client.ask(conversationId, `[[scenario:default]] Next ${conversationId}`);
  expect(next.error).toBeNull();
  const answer = (await client.conversation(conversationId)).messages[1];
  const call = callSchema.parse((await client.exported(conversationId)).messages[1]?.completion?.calls[0]);
  const [request] = requests(`Next ${conversationId}`);
  const sent = messagesSchema.parse(request?.body?.messages);
  const faults = fake()
    .requests.filter(({ path, bodyText }) => path.endsWith("/completions") && bodyText.includes(conversationId))
    .flatMap(({ body }) => schemaFaults(body));
  return { received, answer, call, sent, faults };
}
type Played = Awaited<ReturnType<typeof play>>;

/** The same whatever the cuts and whatever the server is called. */
const kept = ({ answer, call }: Played) =>
  JSON.stringify([
    answer?.parts.map(({ durationMs: _, ...part }) => part),
    [answer?.status, answer?.completion?.finishReason, answer?.completion?.error?.code],
    [call.content, call.toolCalls, call.usage, call.finishReason, call.reasoningDetails, call.reasoningFragments],
  ]);

function expectKept({ received, answer, call, faults }: Played, recorded: Recorded): void {
  const words = wordsOf(answer);
  expect([words.reasoning.length, sha256(words.reasoning)]).toEqual([
    recorded.reasoning_length,
    recorded.reasoning_sha256,
  ]);
  expect([words.text.length, sha256(words.text)]).toEqual([recorded.answer_length, recorded.answer_sha256]);
  expect({ text: received.text, reasoning: received.reasoning }).toEqual(words);
  const tools = recorded.tool_calls.map(({ name, arguments: args }) => ({ name, arguments: args }));
  expect(answer?.parts.filter(({ type }) => type === "tool")).toMatchObject(tools);
  expect(call.toolCalls ?? []).toEqual(recorded.tool_calls);
  expect([call.finishReason, answer?.completion?.finishReason]).toEqual(
    Array.from({ length: 2 }, () => recorded.finish_reason),
  );
  expect(answer?.status).toBe(recorded.error && recorded.finish_reason !== "length" ? "failed" : "done");
  const view = viewSchema.parse(answer?.completion);
  expect([view.servedModel, view.provider]).toEqual([recorded.models[0] ?? null, recorded.providers[0] ?? null]);
  expect(call.usage ?? null).toEqual(recorded.usage ?? null);
  // Where the usual keys say it, the figures are theirs; what nobody reported is null.
  const usage = usageSchema.safeParse(recorded.usage).data;
  if (usage) {
    const { prompt_tokens_details: input, completion_tokens_details: output } = usage;
    expect([view.usage?.inputTokens, view.usage?.outputTokens]).toEqual([usage.prompt_tokens, usage.completion_tokens]);
    expect(view.usage?.reasoningTokens).toBe(output?.reasoning_tokens ?? null);
    if (input?.cached_tokens != null) expect(view.usage?.cachedTokens).toBe(input.cached_tokens);
  } else expect(view.usage).toBeNull();
  // As text: the order of the keys is part of what was sent.
  if (recorded.merged_reasoning_details !== undefined)
    expect(JSON.stringify(call.reasoningDetails)).toBe(JSON.stringify(recorded.merged_reasoning_details));
  const lists = (call.reasoningFragments ?? []).filter((value) => Array.isArray(value));
  expect([lists.flat().length, lists.filter((list) => list.length === 0).length]).toEqual([
    recorded.reasoning_details_fragments ?? 0,
    recorded.reasoning_details_empty_arrays ?? 0,
  ]);
  expect(faults).toEqual([]);
}

/** The message of the recorded answer, then one message for each of its tools, then the next question. */
function expectSentBack(played: Played, file: string, recorded: Recorded, profile: ProfileId): void {
  const { sent } = played;
  const hasMessage = recorded.answer_length > 0 || recorded.tool_calls.length > 0;
  const tools = recorded.tool_calls.map(() => "tool");
  expect(sent.map(({ role }) => role)).toEqual(["user", ...(hasMessage ? ["assistant", ...tools] : []), "user"]);
  if (!hasMessage) return;
  expect(reasoningOn(sent[1]), profile).toBe(wantedBack(file, recorded, profile, wordsOf(played.answer).reasoning));
  expect(sent[1]?.content ?? "").toBe(wordsOf(played.answer).text);
  expect(sent.filter(({ role }) => role === "tool").map((message) => message.tool_call_id)).toEqual(
    (sent[1]?.tool_calls ?? []).map(({ id }) => id),
  );
}

/** Streams up to this size are also sent one byte at a time. */
const bytewiseBelow = 10_000;
const framings = ({ bytes }: Recorded) =>
  bytes < bytewiseBelow ? [" size=1"] : [11, 22, 33].map((seed) => ` cuts=${seed}`);

describe.skipIf(recordings.length === 0)(
  `recordings of real servers (else: ${whySkipped})`,
  { timeout: 120_000 },
  () => {
    test.concurrent.each(recordings)(
      "%s is kept and sent back word for word, however it is cut",
      async (file, recorded) => {
        const [own = "openai-compatible", ...others] = profilesOf(file);
        const whole = await play(file, recorded, own);
        expectKept(whole, recorded);
        expectSentBack(whole, file, recorded, own);
        for (const how of framings(recorded)) {
          const cut = await play(file, recorded, own, how);
          expect(kept(cut)).toBe(kept(whole));
          expect(cut.received.text).toBe(whole.received.text);
          expectSentBack(cut, file, recorded, own);
        }
        for (const profile of others) {
          const other = await play(file, recorded, profile);
          expectKept(other, recorded);
          expect(kept(other)).toBe(kept(whole));
          expectSentBack(other, file, recorded, profile);
        }
      },
    );

    test("a recorded refusal fails the answer with its code", async () => {
      const file = "openrouter-429-provider-error.json";
      expect(sharedFile("recorded", file)).not.toBeNull();
      const connectionId = connections.get("openrouter");
      const conversationId = await client.newConversation({ connectionId, model: "google/gemini-2.0-flash-exp:free" });
      const { error } = await client.ask(
        conversationId,
        `[[scenario:replay file=${file} status=429]] ${conversationId}`,
      );
      expect(error?.code).toBe("provider_rate_limit");
      const answer = (await client.conversation(conversationId)).messages[1];
      expect(answer).toMatchObject({ status: "failed", parts: [] });
    });
  },
);
