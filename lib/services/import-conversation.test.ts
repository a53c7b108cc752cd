import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { importBody } from "@/lib/contract/import";
import { listContext } from "@/lib/db/context";
import { ensureSoloOwner } from "@/lib/db/users";
import { AppError } from "@/lib/errors/app-error";
import { parseExact } from "@/lib/reasoning/exact-json";
import { profileOf } from "@/lib/reasoning/profiles";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { exportJson } from "./export-conversation";
import { importConversation } from "./import-conversation";
import { openTree } from "./open-conversation";
import { planPrompt } from "./plan-prompt";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;
const [own, ours, theirs] = [randomUUID(), randomUUID(), randomUUID()];

const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
  await query(`insert into "user" (id, name, email) values ('somebody', 'S', 's@localhost')`);
  const columns = "id, owner_id, name, base_url, origin, profile, source, updated_at";
  for (const [id, owner] of [
    [own, userId],
    [ours, null],
    [theirs, "somebody"],
  ])
    await query(
      `insert into connection (${columns}) values ($1, $2, 'C', 'http://c/v1', 'http://c', 'openrouter', 'ui', now())`,
      [id, owner],
    );
});
afterAll(() => database.drop());

const at = "2026-03-01T10:00:00.123Z";
const [q1, a1, k1, c1] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const [q2, a2, k2, c2] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const details = '[{"type":"x","__proto__":{"n":1.0},"a":12345678901234567890,"text":"\\u0000 \\ud83d"}]';
const nothing = { connectMs: null, firstByteMs: 7, firstReasoningMs: null, firstAnswerMs: null, totalMs: 9 };

const question = (id: string, parentId: string | null) => ({
  ...{ id, parentId, role: "user", status: "done", createdAt: at, siblings: [id], completion: null },
  ...{ editedFromId: null, continuesId: null, parts: [{ type: "text", text: "Q", callId: null }] },
});
const call = (id: string, completionId: string) => ({
  ...{ id, completionId, purpose: "answer", step: 0, attempt: 0, requestedModel: "m", servedModel: "s", provider: "P" },
  ...{ generationId: "g", outcome: "done", finishReason: "stop", nativeFinishReason: null, connectionId: own },
  ...{ ended: "mark", timings: nothing, request: null, requestHash: null, sentSettings: {}, ignored: ["top_k"] },
  ...{ usage: { prompt_tokens: 3, cost: 0.5 }, reasoningField: "reasoning", reasoningDetails: "DETAILS" },
  ...{ reasoningDetailsSha256: "a".repeat(64), reasoningFragments: [], reasoningText: "why", reasoningMergeRule: 1 },
  ...{
    content: "A",
    toolCalls: null,
    toolRuns: [] as object[],
    refusal: null,
    annotations: null,
    replay: [] as object[],
  },
});
const answer = (id: string, parentId: string, completionId: string, callId: string) => ({
  ...question(id, parentId),
  role: "assistant",
  parts: [
    { type: "reasoning", text: "why", kind: "raw", durationMs: 5, callId },
    { type: "text", text: "A", callId },
  ] as object[],
  completion: {
    ...{ id: completionId, status: "done", connectionId: own, connectionName: "C", model: "m", finishReason: "stop" },
    ...{
      settings: {},
      requestedSettings: { temperature: 1 },
      error: null as object | null,
      startedAt: at,
      endedAt: at,
    },
    ...{ servedModel: "s", provider: "P", usage: null, cost: "0.5", timings: nothing },
    calls: [call(callId, completionId)] as Record<string, unknown>[],
  },
});
const twoTurns = () => ({
  ...{ format: "verbatim-conversation", version: 2, id: randomUUID(), title: "T", titleSource: "person" },
  ...{
    activeLeafId: a2,
    connectionId: own as string | null,
    model: "m",
    settings: {},
    createdAt: at,
    lastActivityAt: at,
  },
  messages: [question(q1, null), answer(a1, q1, k1, c1), question(q2, a1), answer(a2, q2, k2, c2)] as Message[],
});
type Message = Omit<ReturnType<typeof question>, "completion" | "parts"> & {
  parts: object[];
  completion: ReturnType<typeof answer>["completion"] | null;
};
type File = ReturnType<typeof twoTurns>;

const textOf = (file: unknown) => JSON.stringify(file).replaceAll('"DETAILS"', details);
const take = async (file: unknown, as = userId) =>
  importConversation({ userId: as, file: importBody.parse(parseExact(textOf(file))) });
const changed = (change: (file: File) => void) => {
  const file = twoTurns();
  change(file);
  return file;
};
/** The completion, and its first call, of the second turn. */
const last = (file: File) => {
  const completion = file.messages[3]?.completion;
  if (!completion?.calls[0]) throw new Error("no call");
  return { completion, call: completion.calls[0] };
};

describe("an import", () => {
  test("has new ids, and everything else as in the file", async () => {
    const { id } = await take(twoTurns());
    const text = JSON.stringify(await exportJson({ userId, conversationId: id }));
    for (const old of [q1, a1, k1, c1, q2, a2, k2, c2]) expect(text).not.toContain(old);
    expect(text).toContain(`"reasoningDetails":${details}`);
    const tree = await openTree({ userId, conversationId: id });
    expect(tree).toMatchObject({ title: "T", model: "m", connectionId: own, activeLeafId: tree.messages[3]?.id });
    expect(tree.messages.map(({ role, createdAt }) => [role, createdAt])).toEqual(
      ["user", "assistant", "user", "assistant"].map((role) => [role, at]),
    );
    expect(tree.messages[3]).toMatchObject({
      parentId: tree.messages[2]?.id,
      parts: [{ type: "reasoning", durationMs: 5 }, { type: "text" }],
      completion: { status: "done", cost: "0.5", usage: { inputTokens: 3 }, timings: { totalMs: 9 }, startedAt: at },
    });
  });

  test("costs nobody anything: no usage entry", async () => {
    await take(twoTurns());
    expect(await query("select * from usage_entry")).toEqual([]);
  });

  test("can be taken twice, and by somebody else, without touching the first", async () => {
    const first = await take(twoTurns());
    const before = JSON.stringify(await exportJson({ userId, conversationId: first.id }));
    await take(twoTurns());
    await take(twoTurns(), "somebody");
    expect(JSON.stringify(await exportJson({ userId, conversationId: first.id }))).toBe(before);
  });

  test.each([
    ["one's own", own, true],
    ["the installation's", ours, true],
    ["somebody else's", theirs, false],
    ["one that does not exist", randomUUID(), false],
  ])(
    "a connection, %s: is kept, and details go back to it, only where the caller may use it",
    async (_, connectionId, kept) => {
      const file = JSON.parse(JSON.stringify(twoTurns()).replaceAll(own, connectionId));
      const { id } = await take(file);
      const used = await query(
        `select c.connection_id::text as a, k.connection_id::text as b, m.connection_id::text as c, r.connection_id::text as d
       from conversation c join completion k on k.conversation_id = c.id join model_call m on m.completion_id = k.id
       join reasoning_record r on r.call_id = m.id where c.id = $1`,
        [id],
      );
      const stored = kept ? connectionId : null;
      expect(used).toEqual(Array(2).fill({ a: stored, b: stored, c: stored, d: stored }));
      const leafId = (await openTree({ userId, conversationId: id })).activeLeafId ?? "";
      const context = await listContext({ userId, conversationId: id, leafId });
      const plan = planPrompt(context, { connectionId, requestedModel: "m", profile: profileOf("openrouter") });
      expect(plan.ledger.map(({ form, rule }) => [form, rule])).toEqual(
        Array(2).fill(kept ? ["details", null] : ["none", "other_family"]),
      );
    },
  );

  test.each(["running", "waiting"])("what was %s there is interrupted here", async (status) => {
    const file = changed((each) => {
      const { completion, call: ended } = last(each);
      completion.status = status;
      const { id, step, attempt, requestedModel, servedModel, provider, generationId, finishReason } = ended;
      const view = { id, step, attempt, requestedModel, servedModel, provider, generationId, finishReason };
      completion.calls = [{ ...view, nativeFinishReason: null, ignored: [], outcome: "running" }];
    });
    const { id } = await take(file);
    expect((await openTree({ userId, conversationId: id })).messages[3]).toMatchObject({
      status: "interrupted",
      completion: { error: { code: "completion_interrupted" }, calls: [{ outcome: "interrupted" }] },
    });
    expect(await query("select id from completion where status in ('running', 'waiting')")).toEqual([]);
  });
});

describe("refused, and nothing stored", () => {
  const count = () => query("select (select count(*) from conversation) c, (select count(*) from message) m");
  let before: unknown;
  beforeEach(async () => {
    before = await count();
  });

  const bodies: [string, unknown][] = [
    ["null", null],
    ["a list", []],
    ["another format", { ...twoTurns(), format: "chat" }],
    ["another version", { ...twoTurns(), version: 4 }],
    ["a field nobody knows", { ...twoTurns(), ownerId: "somebody" }],
    ["a key named __proto__", JSON.parse(JSON.stringify(twoTurns()).replace('"title"', '"__proto__":{},"title"'))],
    ["a date that is none", { ...twoTurns(), createdAt: "0000-01-01T00:00:00.000Z" }],
    ["U+0000 in the title", { ...twoTurns(), title: "\u0000" }],
    ["a setting nobody knows", { ...twoTurns(), settings: { api_key: "x" } }],
    ["no active leaf", { ...twoTurns(), activeLeafId: null }],
    ["an active leaf elsewhere", { ...twoTurns(), activeLeafId: randomUUID() }],
    ["an active leaf that is a question with an answer", { ...twoTurns(), activeLeafId: q2 }],
    ["an active leaf in the middle", { ...twoTurns(), activeLeafId: a1 }],
    ...(
      [
        ["a missing parent", ({ messages }) => Object.assign(messages[2] ?? {}, { parentId: randomUUID() })],
        ["a message under itself", ({ messages }) => Object.assign(messages[2] ?? {}, { parentId: q2 })],
        ["a loop", ({ messages }) => Object.assign(messages[0] ?? {}, { parentId: a2 })],
        ["a question under a question", ({ messages }) => Object.assign(messages[2] ?? {}, { parentId: q1 })],
        ["an answer as a root", ({ messages }) => Object.assign(messages[3] ?? {}, { parentId: null })],
        ["a question with a completion", ({ messages }) => Object.assign(messages[1] ?? {}, { role: "user" })],
        ["the same message twice", ({ messages }) => messages.push(...messages.slice(2))],
        ["the same call twice", (each) => last(each).completion.calls.push(call(c1, k2))],
        ["the same step twice", (each) => last(each).completion.calls.push(call(randomUUID(), k2))],
        ["the same completion twice", (each) => Object.assign(last(each).completion, { id: k1 })],
        ["an edit of nothing", ({ messages }) => Object.assign(messages[1] ?? {}, { editedFromId: randomUUID() })],
        ["a call of another conversation", (each) => (last(each).call.replay = [entry(randomUUID())])],
        ["two entries about one call", (each) => (last(each).call.replay = [entry(c1), entry(c1)])],
        [
          "a part of an unknown kind",
          ({ messages }) => messages[1]?.parts.push({ type: "html", text: "", callId: null }),
        ],
        ["details that are no list", (each) => (last(each).call.reasoningDetails = { type: "x" })],
        ["reasoning without its hash", (each) => (last(each).call.reasoningDetailsSha256 = null)],
        ["a tool call that is none", (each) => (last(each).call.toolCalls = [{ name: "x" }])],
        ["the same tool run twice", (each) => (last(each).call.toolRuns = [run, run])],
        ["a figure no column holds", (each) => (last(each).call.step = 3_000_000_000)],
        ["a negative figure", (each) => (last(each).call.attempt = -1)],
        ["a title call among the answer's", (each) => (last(each).call.purpose = "title")],
      ] satisfies [string, (file: File) => unknown][]
    ).map(([name, change]): [string, unknown] => [name, changed(change)]),
  ];
  test.each(bodies)("%s", async (_, body) => {
    const error: unknown = await take(body).catch((thrown: unknown) => thrown);
    // Of the schema, or the same code from the checks behind it: never one of the database.
    expect(
      error instanceof z.ZodError || (error instanceof AppError && error.code === "invalid_request"),
      String(error),
    ).toBe(true);
    expect(await count()).toEqual(before);
  });
});

const entry = (sourceCallId: string) => ({
  ...{ sourceCallId, form: "none", count: 0, messageIndex: null, sha256: null, rule: "edited" },
});
const run = {
  ...{ index: 0, wireId: "w", name: "calculator", rawName: "calculator", arguments: "{}", status: "done" },
  ...{ result: "1", sentResult: "1" },
};
