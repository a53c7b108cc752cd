import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { endCompletion } from "@/lib/db/completion-end";
import { deleteConversation, insertConversation, updateConversation } from "@/lib/db/conversations";
import { indexTodo } from "@/lib/db/search-todo";
import { insertTurn } from "@/lib/db/turns";
import { ensureSoloOwner } from "@/lib/db/users";
import { createCallRecorder } from "@/lib/reasoning/record";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { createProject } from "./create-project";
import { indexRest, indexSoon } from "./search-index";
import { type SearchInput, searchMessages } from "./search-messages";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;
const connectionId = randomUUID();
const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
  await query(`insert into "user" (id, name, email) values ('other', 'Other', 'other@example.org')`);
  const columns = "id, name, base_url, origin, profile, source, updated_at";
  await query(`insert into connection (${columns}) values ($1, 'C', 'http://c/v1', 'http://c', 'x', 'env', now())`, [
    connectionId,
  ]);
});
beforeEach(() => query("truncate conversation, search_todo cascade"));
afterAll(() => database.drop());

interface Said {
  question: string;
  answer?: string;
  reasoning?: string;
  /** what a tool gave back */
  tool?: string;
  title?: string;
  model?: string;
  owner?: string;
}

/** One turn through the writes of the product; without an answer it still runs. */
async function say({
  question,
  answer,
  reasoning = "",
  tool = "",
  title = "Untitled",
  model = "m-1",
  owner = userId,
}: Said) {
  const conversationId = await insertConversation({ userId: owner, connectionId: null, model: null, settings: {} });
  const [questionId, completionId, messageId, callId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await insertTurn(
    { id: questionId, parentId: undefined, text: question, bodyHash: "h", title },
    {
      ...{ id: completionId, messageId, callId, userId: owner, conversationId, connectionId },
      ...{ connectionName: "C", model, settings: {} },
    },
  );
  indexSoon(questionId);
  const ids = { conversationId, questionId, messageId, completionId };
  if (answer === undefined) return ids;
  const recorder = createCallRecorder();
  if (reasoning !== "") recorder.apply({ type: "reasoning", text: reasoning, kind: "raw", field: "reasoning" }, 1);
  recorder.apply({ type: "text", text: answer }, 2);
  if (tool !== "") {
    recorder.apply({ type: "tool-call", index: 0, id: "t", name: "calculator", arguments: "{}" }, 3);
    recorder.apply({ type: "tool-result", index: 0, ok: true, result: tool }, 4);
  }
  await endCompletion({
    ...{ completionId, messageId, userId: owner, status: "done", finishReason: "stop", errorCode: null },
    ...{ errorDetail: null, saved: new Set<string>() },
    calls: [
      {
        ...{ id: callId, completionId, step: 0, attempt: 0, purpose: "answer", connectionId, connectionName: "C" },
        ...{
          requestedModel: model,
          outcome: "done",
          ended: "mark",
          request: null,
          errorCode: null,
          errorDetail: null,
          httpStatus: 200,
          waitedMs: null,
          sentSettings: {},
          ignored: [],
        },
        ...{ connectMs: null, firstByteMs: null, totalMs: 2, record: recorder.record() },
      },
    ],
  });
  return ids;
}

const find = (q: string, more: Partial<SearchInput> = {}) => searchMessages({ userId, q, limit: 20, ...more });
const scopesFor = async (q: string, more: Partial<SearchInput> = {}) =>
  (await find(q, more)).results.map(({ scope }) => scope).sort();

test("every scope is found by itself, reasoning only when it is asked for", async () => {
  const ids = await say({
    ...{ question: "zebra question", answer: "zebra answer", reasoning: "zebra thought", title: "Zebra title" },
    tool: "zebra result",
  });
  expect(await scopesFor("zebra ")).toEqual(["answer", "question", "title", "tool"]);
  expect(await scopesFor("zebra ", { scope: "all" })).toEqual(["answer", "question", "reasoning", "title", "tool"]);
  for (const scope of ["title", "question", "answer", "reasoning", "tool"] as const) {
    const { results } = await find("zebra ", { scope });
    expect(results).toHaveLength(1);
    expect(results[0]).toMatchObject({
      scope,
      conversationId: ids.conversationId,
      title: "Zebra title",
      messageId: scope === "title" ? null : scope === "question" ? ids.questionId : ids.messageId,
      reasoning: scope === "reasoning" ? 1 : null,
    });
    expect(results[0]?.snippet).toContainEqual({ text: scope === "title" ? "Zebra" : "zebra", hit: true });
  }
});

test("words, phrases, left out words, beginnings, parts, accents, case", async () => {
  await say({ question: "Die Größe des Übergangs", answer: "connection pools and processing" });
  const isFound = async (q: string) => (await find(q)).results.length > 0;
  for (const q of ["groesse", '"pools connection" ', "connection -processing", "xyz"])
    expect(await isFound(q), q).toBe(false);
  for (const q of [
    "GRÖSSE ",
    "grosse ",
    "ubergang",
    '"connection pools" ',
    "connection -absent",
    "process",
    "POOLS ",
    "pools connection ",
  ])
    expect(await isFound(q), q).toBe(true);
  // no word begins like that: found inside words, case apart
  const inside = await find("ROCESSIN");
  expect(inside.results[0]?.snippet).toContainEqual({ text: "rocessin", hit: true });
  expect(await isFound("100%_")).toBe(false);
  expect(await isFound("%%%")).toBe(false);
});

test("Chinese, Japanese, Thai and Korean are found without spaces", async () => {
  await say({ question: "数据库连接池的大小", answer: "東京都の地図、สวัสดีครับ 데이터베이스를" });
  for (const q of ["连接池", "数据", "池", "京都", "地図", "สวัสดี", "데이터"])
    expect((await find(q)).results.length, q).toBe(1);
  expect((await find("接连")).results).toEqual([]);
});

test("model, connection, project and time narrow it; pages go on without gaps and without doubles", async () => {
  for (let index = 0; index < 7; index += 1)
    await say({ question: "q", answer: `ocelot ${index}`, model: `m-${index % 2}` });
  expect((await find("ocelot", { model: "m-1" })).results).toHaveLength(3);
  expect((await find("ocelot", { connectionId })).results).toHaveLength(7);
  expect((await find("ocelot", { connectionId: randomUUID() })).results).toEqual([]);
  const { id: project } = await createProject({ userId, name: "Cats", instructions: "", settings: {} });
  const said = (await find("ocelot 3")).results[0];
  await query("update conversation set project_id = $1 where id = $2", [project, said?.conversationId]);
  expect((await find("ocelot", { project })).results.map(({ messageId }) => messageId)).toEqual([said?.messageId]);
  expect((await find("ocelot", { project: randomUUID() })).results).toEqual([]);
  expect((await find("ocelot", { from: new Date(Date.now() + 60_000) })).results).toEqual([]);
  expect((await find("ocelot", { to: new Date(Date.now() - 60_000) })).results).toEqual([]);
  const seen: string[] = [];
  for (let cursor: string | undefined | null; cursor !== null; ) {
    const page = await find("ocelot", { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
    seen.push(...page.results.map(({ messageId }) => messageId ?? ""));
    cursor = page.nextCursor;
  }
  expect(seen).toHaveLength(7);
  expect(new Set(seen).size).toBe(7);
  const times = (await find("ocelot")).results.map(({ at }) => at);
  expect(times).toEqual([...times].sort().reverse());
  await expect(find("ocelot", { cursor: "nonsense" })).rejects.toMatchObject({ code: "invalid_request" });
});

test("parts of words come in pages too", async () => {
  for (let index = 0; index < 5; index += 1) await say({ question: "q", answer: `rhinoceros ${index}` });
  const first = await find("hinoc", { limit: 3 });
  expect(first.results).toHaveLength(3);
  const second = await find("hinoc", { limit: 3, cursor: first.nextCursor ?? "" });
  expect(second.results).toHaveLength(2);
  expect(second.nextCursor).toBeNull();
});

test("another person's words are never found, by words or by parts", async () => {
  const { conversationId } = await say({
    question: "xylophone",
    answer: "xylophone",
    reasoning: "xylophone",
    owner: "other",
  });
  for (const q of ["xylophone", "ylopho"]) expect((await find(q, { scope: "all" })).results).toEqual([]);
  expect((await searchMessages({ userId: "other", q: "xylophone", scope: "all", limit: 9 })).results).toHaveLength(3);
  await updateConversation({ userId, conversationId, title: "Stolen" }).catch(() => {});
  expect(await query("select 1 from search_doc where body = 'Stolen'")).toEqual([]);
});

test("what is deleted is gone from the index with it, and what is hidden is not found", async () => {
  const gone = await say({ question: "pangolin", answer: "pangolin", reasoning: "pangolin", title: "pangolin" });
  await searchMessages({ userId, q: "pangolin", limit: 1 });
  await deleteConversation({ userId, conversationId: gone.conversationId });
  expect(await query("select 1 from search_doc")).toEqual([]);
  const hidden = await say({ question: "pangolin", answer: "pangolin" });
  await query("update message set deleted_at = now() where id = $1", [hidden.messageId]);
  expect(await scopesFor("pangolin")).toEqual(["question"]);
  await query("update conversation set deleted_at = now()");
  expect(await scopesFor("pangolin")).toEqual([]);
});

test("a new title takes the old one's place", async () => {
  const { conversationId } = await say({ question: "q", answer: "a", title: "Quagga" });
  expect(await scopesFor("quagga ")).toEqual(["title"]);
  await updateConversation({ userId, conversationId, title: "Okapi" });
  expect(await scopesFor("quagga ")).toEqual([]);
  expect((await find("okapi ")).results).toMatchObject([{ scope: "title", title: "Okapi" }]);
});

test("a question that was stored and not indexed is found after the next start; a running answer is left to its end", async () => {
  const { questionId, completionId } = await say({ question: "capybara" });
  await find("capybara");
  // as a process leaves it that died between the two
  await query("delete from search_doc");
  await query("insert into search_todo select id from message");
  await indexRest();
  expect(await scopesFor("capybara ")).toEqual(["question"]);
  expect(await query("select 1 from search_todo where message_id = $1", [questionId])).toEqual([]);
  expect(await query("select 1 from search_todo")).toHaveLength(1);
  await query("update completion set status = 'done' where id = $1", [completionId]);
  expect(await indexTodo(null, 10)).toBe(1);
});

test("100 kB of a message are found, and the result says that there is more", async () => {
  await say({ question: `${"word ".repeat(20_000)} beyond`, answer: "a" });
  expect((await find("word ")).results).toMatchObject([{ isCut: true }]);
  expect((await find("beyond ")).results).toEqual([]);
});

test("odd text is looked for like any other", async () => {
  await say({ question: "odd 👩‍💻 text שלום", answer: "it's \\ 'quoted'" });
  const odd = [
    "\u0000odd\u0000",
    "👩",
    "שלום",
    "'quoted' ",
    "\\",
    "');drop table message;--",
    "a & b | !c <-> d:*",
    "\ud800",
  ];
  for (const q of [...odd, "word ".repeat(2000), "x".repeat(10_000), "-", "%", "_"])
    expect((await find(q)).results.length, q.slice(0, 40)).toBe(odd.indexOf(q) >= 0 && odd.indexOf(q) < 4 ? 1 : 0);
  expect((await find("-odd")).notice).toMatch(/leave out/);
  expect((await find("!!!")).notice).toMatch(/Type a word/);
  expect((await find("word ".repeat(40))).notice).toMatch(/first 32/);
});

test("without the index of parts it searches for words, and says so", async () => {
  await say({ question: "q", answer: "platypus" });
  const { findsParts } = await import("@/lib/db/search");
  await findsParts();
  Object.assign(globalThis, { verbatimFindsParts: undefined });
  await query("alter index search_doc_body_trgm_idx rename to elsewhere");
  try {
    expect(await find("latyp")).toMatchObject({ results: [], notice: expect.stringMatching(/parts of words/) });
    expect((await find("platyp")).results).toHaveLength(1);
  } finally {
    await query("alter index elsewhere rename to search_doc_body_trgm_idx");
    Object.assign(globalThis, { verbatimFindsParts: undefined });
  }
});
