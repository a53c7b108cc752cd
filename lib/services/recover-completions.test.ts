import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { insertSegments } from "@/lib/db/completions";
import { insertConversation } from "@/lib/db/conversations";
import { findMessageView } from "@/lib/db/messages";
import { insertTurn } from "@/lib/db/turns";
import { ensureSoloOwner } from "@/lib/db/users";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { recoverCompletions } from "./recover-completions";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;
const connectionId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  userId = (await ensureSoloOwner()).id;
  const columns = "id, name, base_url, origin, profile, source, updated_at";
  await query(`insert into connection (${columns}) values ($1, 'C', 'http://c/v1', 'http://c', 'x', 'env', now())`, [
    connectionId,
  ]);
});
afterAll(() => database.drop());

const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);

/** A question whose answer has begun to run, with one model call, as a process that died leaves it. */
async function running() {
  const conversationId = await insertConversation({ userId, connectionId: null, model: null, settings: {} });
  const [completionId, messageId, callId] = [randomUUID(), randomUUID(), randomUUID()];
  const question = { id: randomUUID(), parentId: undefined, text: "Q", bodyHash: "h", title: "T" };
  const target = { connectionId, connectionName: "C", model: "m", settings: {} };
  await insertTurn(question, { id: completionId, messageId, callId, userId, conversationId, ...target });
  return { conversationId, completionId, messageId, callId };
}

const text = (callId: string, words: string, atMs: number) =>
  JSON.stringify([[callId, [{ atMs, event: { type: "text", text: words } }]]]);

const viewOf = ({ conversationId, messageId }: { conversationId: string; messageId: string }) =>
  findMessageView(conversationId, messageId);

test("what was saved becomes the answer, in order; one that cannot be read keeps no other from being recovered", async () => {
  const [whole, broken, bare] = [await running(), await running(), await running()];
  await insertSegments([
    { completionId: whole.completionId, seq: 1, events: text(whole.callId, "and \ud83d", 20) },
    { completionId: whole.completionId, seq: 0, events: text(whole.callId, "One ", 10) },
    { completionId: whole.completionId, seq: 2, events: text(whole.callId, "\ude00\u0000 three", 30) },
    { completionId: broken.completionId, seq: 0, events: "no JSON" },
  ]);
  // Ours are not for us to recover.
  expect(await recoverCompletions()).toBe(0);
  await query("update completion set lease_owner = 'a process that died'");
  expect(await recoverCompletions()).toBe(3);

  const view = await viewOf(whole);
  expect(view).toMatchObject({
    status: "interrupted",
    parts: [{ type: "text", text: "One and 😀 three" }],
    completion: { error: { code: "completion_interrupted" }, timings: { totalMs: 30 } },
  });
  expect(await viewOf(broken)).toMatchObject({ status: "interrupted", parts: [] });
  expect(await viewOf(bare)).toMatchObject({ status: "interrupted", parts: [] });
  const left = await query("select completion_id from stream_segment");
  expect(left).toEqual([{ completion_id: broken.completionId }]);
  expect(await recoverCompletions()).toBe(0);
});

test("a save that comes too late stores nothing, and does not fail for those that still run", async () => {
  const [ended, deleted, taken, live] = [await running(), await running(), await running(), await running()];
  await query("update completion set lease_owner = 'another process' where id = $1", [taken.completionId]);
  await query("update completion set status = 'done' where id = $1", [ended.completionId]);
  await query("delete from conversation where id = $1", [deleted.conversationId]);
  await insertSegments(
    [ended, deleted, taken, live].map(({ completionId, callId }) => ({
      completionId,
      seq: 0,
      events: text(callId, "late", 1),
    })),
  );
  const stored = await query("select completion_id from stream_segment where seq = 0 and events like '%late%'");
  expect(stored).toEqual([{ completion_id: live.completionId }]);
});
