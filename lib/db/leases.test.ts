import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { instanceId } from "@/lib/config/instance";
import { limits } from "@/lib/config/limits";
import { recoverCompletions } from "@/lib/services/recover-completions";
import { withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { endCompletion } from "./completion-end";
import { insertSegments } from "./completions";
import { insertConversation } from "./conversations";
import { renewLeases, requestStop, takeOverCompletions } from "./leases";
import { findMessageView } from "./messages";
import { insertTurn, whyNotStarted } from "./turns";
import { ensureSoloOwner } from "./users";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let userId: string;
const connectionId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    REDIS_URL: "redis://127.0.0.1:1",
    APP_SECRET: "x".repeat(32),
    LOG_LEVEL: "silent",
  });
  userId = (await ensureSoloOwner()).id;
  const columns = "id, name, base_url, origin, profile, source, updated_at";
  await query(`insert into connection (${columns}) values ($1, 'C', 'http://c/v1', 'http://c', 'x', 'env', now())`, [
    connectionId,
  ]);
});
afterEach(() => void vi.useRealTimers());
afterAll(() => database.drop());

const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, async (client) => (await client.query(sql, values)).rows);

async function insert() {
  const conversationId = await insertConversation({ userId, connectionId: null, model: null, settings: {} });
  const ids = { completionId: randomUUID(), messageId: randomUUID(), callId: randomUUID(), conversationId };
  const question = { id: randomUUID(), parentId: undefined, text: "Q", bodyHash: "h", title: "T" };
  const target = { connectionId, connectionName: "C", model: "m", settings: {} };
  const created = await insertTurn(question, { ...ids, id: ids.completionId, userId, ...target });
  return { ...ids, created };
}

const text = (callId: string, words: string) =>
  JSON.stringify([[callId, [{ atMs: 1, event: { type: "text", text: words } }]]]);
const endAsDone = ({ completionId, messageId }: { completionId: string; messageId: string }) =>
  endCompletion({
    ...{ completionId, messageId, userId, calls: [], saved: new Set<string>() },
    ...{ status: "done", finishReason: "stop", errorCode: null, errorDetail: null },
  });
const expire = (owner: string) =>
  query("update completion set lease_owner = $1, lease_until = now() - interval '1 ms' where status = 'running'", [
    owner,
  ]);

test("a lease is ours for twelve seconds, and each sign of life brings back what others want", async () => {
  const [one, two] = [await insert(), await insert()];
  const left = "extract(epoch from lease_until - now())::float as left";
  const [row] = await query(`select lease_owner, ${left} from completion where id = $1`, [one.completionId]);
  expect(row?.lease_owner).toBe(instanceId());
  expect(row?.left).toBeGreaterThan(8);
  expect(row?.left).toBeLessThanOrEqual(12);
  expect(await requestStop({ userId: "someone else", completionId: two.completionId })).toBe(false);
  expect(await requestStop({ userId, completionId: two.completionId })).toBe(true);
  await query("update completion set lease_until = now() where id = $1", [one.completionId]);
  const renewed = await renewLeases([one.completionId, two.completionId, randomUUID()]);
  expect(new Map(renewed.map(({ id, isStopRequested }) => [id, isStopRequested]))).toEqual(
    new Map([
      [one.completionId, false],
      [two.completionId, true],
    ]),
  );
  expect(await takeOverCompletions()).toEqual([]);
  await Promise.all([endAsDone(one), endAsDone(two)]);
});

test("who lost its lease stores nothing more: no segment, no end, no sign of life", async () => {
  const lost = await insert();
  await insertSegments([{ completionId: lost.completionId, seq: 0, events: text(lost.callId, "Saved.") }]);
  await query("update completion set lease_owner = 'another' where id = $1", [lost.completionId]);
  await insertSegments([{ completionId: lost.completionId, seq: 1, events: text(lost.callId, "Doubled.") }]);
  expect(await endAsDone(lost)).toBeNull();
  expect(await renewLeases([lost.completionId])).toEqual([]);
  await expire("another");
  expect(await recoverCompletions()).toBe(1);
  expect(await findMessageView(lost.conversationId, lost.messageId)).toMatchObject({
    status: "interrupted",
    parts: [{ text: "Saved." }],
  });
});

test("only what has run out is taken, and of many who look at once each takes others", async () => {
  const dead = await Promise.all(Array.from({ length: 30 }, insert));
  await expire("a process that died");
  const alive = await insert();
  const taken = await Promise.all(Array.from({ length: 4 }, takeOverCompletions));
  expect(taken.flat().toSorted()).toEqual(dead.map(({ completionId }) => completionId).toSorted());
  expect(taken.flat()).not.toContain(alive.completionId);
  await Promise.all([...dead, alive].map(endAsDone));
});

test.each([-1, 1])("whose clock is %i h off judges leases by the database's clock all the same", async (hours) => {
  // Only the clock: timers stay real, or no answer of the database would ever arrive.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
  const [alive, dead] = [await insert(), await insert()];
  const left = "extract(epoch from lease_until - now())::float as left";
  const leftOf = async () =>
    Number((await query(`select ${left} from completion where id = $1`, [alive.completionId]))[0]?.left);
  expect(await leftOf()).toBeGreaterThan(8);
  expect(await leftOf()).toBeLessThanOrEqual(12);
  await query("update completion set lease_owner = 'dead', lease_until = now() - interval '1 s' where id = $1", [
    dead.completionId,
  ]);
  // Some seconds left or over decide, an hour off does not.
  await query("update completion set lease_until = now() + interval '8 s' where id = $1", [alive.completionId]);
  expect(await takeOverCompletions()).toEqual([dead.completionId]);
  expect(await renewLeases([alive.completionId])).toEqual([{ id: alive.completionId, isStopRequested: false }]);
  expect(await leftOf()).toBeGreaterThan(8);
  expect(await leftOf()).toBeLessThanOrEqual(12);
  await Promise.all([endAsDone(alive), endAsDone(dead)]);
});

test("what one owner has running is counted in the database, whoever runs it", async () => {
  const first = await insert();
  await query(
    `with m as (
       insert into message (id, conversation_id, seq, role, body_hash)
       select gen_random_uuid(), $1, 100 + n, 'assistant', '' from generate_series(1, $2::int) n returning id, conversation_id)
     insert into completion (id, message_id, conversation_id, owner_id, status, connection_name, model, settings, lease_owner, lease_until)
     select gen_random_uuid(), id, conversation_id, $3, 'running', 'C', 'm', '{}', 'another', now() + interval '1 hour' from m`,
    [first.conversationId, limits.runningPerOwner - 2, userId],
  );
  expect((await insert()).created).not.toBeNull();
  const refused = await insert();
  expect(refused.created).toBeNull();
  const reason = await whyNotStarted({ userId, conversationId: refused.conversationId, parentId: undefined });
  expect(reason.code).toBe("too_many_requests");
});
