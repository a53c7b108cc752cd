import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ensureSoloOwner } from "@/lib/db/users";
import { withClient } from "@/scripts/lib/database.mjs";
import { checkExport } from "@/scripts/lib/replay-check.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { exportJson } from "./export-conversation";
import { showReplay } from "./show-replay";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
});
afterAll(() => database.drop());

const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** Key order, U+0000, half a character, a line separator and numbers that JavaScript would round. */
const details =
  '[{"z":1,"a":{"__proto__":1.0},"text":"\\u0000 \\ud83d \u2028 ü","signature":"s=","n":12345678901234567890},{"type":"x"}]';
const reasoning = JSON.stringify("half \ud83d and \u0000");

/** Two answers on one branch, the second one's request returning what `entry` says of the first one's. */
async function twoAnswers(entry: { form: string; rule?: string; sent?: string; sha?: string; count?: number }) {
  const [conversationId, q1, a1, q2, a2, k1, k2, c1, c2] = Array.from({ length: 9 }, () => randomUUID());
  const field = entry.form === "details" ? "reasoning_details" : entry.form;
  const sent = entry.sent === undefined ? "" : `,"${field}":${entry.sent}`;
  const bodies = [
    '{"messages":[{"role":"user","content":"q"}]}',
    `{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"a"${sent}},{"role":"user","content":"q"}]}`,
  ];
  await query("insert into conversation (id, owner_id, title, next_seq, active_leaf_id) values ($1, $2, 'T', 4, $3)", [
    conversationId,
    userId,
    a2,
  ]);
  const messages = [
    [q1, null, "user"],
    [a1, q1, "assistant"],
    [q2, a1, "user"],
    [a2, q2, "assistant"],
  ];
  for (const [seq, [id, parent, role]] of messages.entries())
    await query(
      "insert into message (id, conversation_id, parent_id, seq, role, body_hash) values ($1, $2, $3, $4, $5, 'x')",
      [id, conversationId, parent, seq, role],
    );
  for (const [index, [completion, message, call]] of [
    [k1, a1, c1],
    [k2, a2, c2],
  ].entries()) {
    await query(
      `insert into completion (id, message_id, conversation_id, owner_id, status, connection_name, model, settings)
       values ($1, $2, $3, $4, 'done', 'C', 'm', '{}')`,
      [completion, message, conversationId, userId],
    );
    await query(
      `insert into model_call (id, completion_id, step, attempt, purpose, requested_model, outcome, sent_settings, request, request_hash)
       values ($1, $2, 0, 0, 'answer', 'm', 'done', '{}', $3, $4)`,
      [call, completion, bodies[index], sha256(bodies[index] ?? "")],
    );
  }
  await query(
    "insert into reasoning_record (call_id, text, details, merge_rule, sha256, requested_model) values ($1, $2, $3, 1, $4, 'm')",
    [c1, reasoning, details, sha256(details)],
  );
  await query(
    "insert into replay_entry (call_id, source_call_id, form, count, message_index, sha256, rule) values ($1, $2, $3, $4, 1, $5, $6)",
    [
      c2,
      c1,
      entry.rule ? "none" : entry.form,
      entry.count ?? (entry.rule ? 0 : 2),
      entry.rule ? null : (entry.sha ?? sha256(entry.sent ?? "")),
      entry.rule ?? null,
    ],
  );
  return { conversationId: String(conversationId), a1: String(a1), a2: String(a2), c1: String(c1), c2: String(c2) };
}

const returned = { form: "details", sent: details };

describe("the ledger of an answer", () => {
  test("returned unchanged", async () => {
    const { conversationId, a1, a2, c1, c2 } = await twoAnswers(returned);
    const view = await showReplay({ userId, conversationId, messageId: a2 });
    expect(view.summary).toEqual({ state: "returned", returned: 2, total: 2, altered: 0, reasons: [] });
    expect(view.entries).toMatchObject([
      { callId: c2, sourceCallId: c1, form: "details", count: 2, state: "returned" },
    ]);
    const first = await showReplay({ userId, conversationId, messageId: a1 });
    expect(first).toMatchObject({ entries: [], summary: { state: "none", total: 0 } });
  });

  test("returned as text, which counts as one", async () => {
    const { conversationId, a2 } = await twoAnswers({ form: "reasoning_content", sent: reasoning, count: 1 });
    const { summary } = await showReplay({ userId, conversationId, messageId: a2 });
    expect(summary).toMatchObject({ state: "returned", returned: 1, total: 1 });
  });

  test("left out by a rule, in words", async () => {
    const { conversationId, a2 } = await twoAnswers({ form: "details", rule: "other_family" });
    const { summary } = await showReplay({ userId, conversationId, messageId: a2 });
    expect(summary).toEqual({
      state: "left_out",
      returned: 0,
      total: 2,
      altered: 0,
      reasons: ["made by another connection or model"],
    });
  });

  test.each<[string, Parameters<typeof twoAnswers>[0]]>([
    ["another hash was written down", { ...returned, sha: sha256("x") }],
    ["something else stands in the request", { ...returned, sent: details.replace("ü", "u"), sha: sha256(details) }],
    ["another key order stands in the request", { ...returned, sent: '[{"type":"x"}]', sha: sha256(details) }],
    ["nothing stands in the request", { form: "details", sha: sha256(details) }],
    ["a rule left it out, and it was sent", { ...returned, rule: "edited" }],
    ["the count is another", { ...returned, count: 3 }],
  ])("altered: %s", async (_name, entry) => {
    const { conversationId, a2 } = await twoAnswers(entry);
    const { summary } = await showReplay({ userId, conversationId, messageId: a2 });
    expect(summary).toMatchObject({ state: "altered", altered: 1 });
    expect(checkExport(JSON.stringify(await exportJson({ userId, conversationId }))).problems).toHaveLength(1);
  });

  test("altered: one byte of what is stored", async () => {
    const { conversationId, a2, c1 } = await twoAnswers(returned);
    await query("update reasoning_record set details = replace(details, 's=', 's+') where call_id = $1", [c1]);
    const { summary } = await showReplay({ userId, conversationId, messageId: a2 });
    expect(summary).toMatchObject({ state: "altered", altered: 1, returned: 0 });
  });

  test("somebody else's, and one that does not exist, are not found", async () => {
    const { conversationId, a2 } = await twoAnswers(returned);
    const notFound = expect.objectContaining({ code: "not_found" });
    await expect(showReplay({ userId: "somebody", conversationId, messageId: a2 })).rejects.toEqual(notFound);
    await expect(showReplay({ userId, conversationId, messageId: randomUUID() })).rejects.toEqual(notFound);
    await expect(showReplay({ userId, conversationId: randomUUID(), messageId: a2 })).rejects.toEqual(notFound);
  });
});

describe("the export", () => {
  test("holds the stored texts byte for byte, with their hashes and the ledger", async () => {
    const { conversationId, c1 } = await twoAnswers(returned);
    const text = JSON.stringify(await exportJson({ userId, conversationId }));
    expect(text).toContain(`"reasoningDetails":${details},"reasoningDetailsSha256":"${sha256(details)}"`);
    expect(text).toContain(`"reasoningText":${reasoning}`);
    expect(text).toContain(
      `"replay":[{"sourceCallId":"${c1}","form":"details","count":2,"messageIndex":1,"sha256":"${sha256(details)}","rule":null}]`,
    );
    expect(checkExport(text)).toMatchObject({ problems: [], returned: 1, leftOut: 0 });
  });

  test("one byte of the stored reasoning changed is found in the file alone", async () => {
    const { conversationId, c1 } = await twoAnswers(returned);
    await query("update reasoning_record set details = replace(details, 's=', 's+') where call_id = $1", [c1]);
    const { problems } = checkExport(JSON.stringify(await exportJson({ userId, conversationId })));
    expect(problems.join()).toContain("what was received is not what the entry says");
  });
});
