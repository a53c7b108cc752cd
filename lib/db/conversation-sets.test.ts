import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { AppError } from "@/lib/errors/app-error";
import { ask } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { prismaClient } from "./client";
import { listConversations } from "./conversation-list";
import { hideSet, purgeOneConversation, purgeOneTemporary, unhideSet, updateSet } from "./conversation-sets";
import { deleteConversation } from "./conversations";
import { listExportable } from "./export";
import { insertImport } from "./import";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const userId = "librarian";
const others = "neighbour";

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  for (const owner of [userId, others])
    await ask(database.url, `insert into "user" (id, name, email) values ('${owner}', 'U', '${owner}@localhost')`);
}, 60_000);
afterAll(async () => {
  await prismaClient().$disconnect();
  await database.drop();
});

async function conversation(owner = userId, more: { importKey?: string } = {}): Promise<string> {
  const [id, message] = [randomUUID(), randomUUID()];
  await ask(
    database.url,
    `insert into conversation (id, owner_id, title, next_seq, import_key)
     values ('${id}', '${owner}', 'One', 1, ${more.importKey ? `'${more.importKey}'` : "null"})`,
  );
  await ask(
    database.url,
    `insert into message (id, conversation_id, seq, role, body_hash) values ('${message}', '${id}', 0, 'user', 'x')`,
  );
  return id;
}

const listed = async () =>
  (await listConversations({ userId, isArchived: false, limit: 100 })).conversations.map(({ id }) => id);
const todo = async (id: string) =>
  (
    await ask(
      database.url,
      `select 1 from search_todo t join message m on m.id = t.message_id where m.conversation_id = '${id}'`,
    )
  ).length;
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof AppError) return error.code;
  }
  return "none";
}
async function purgeAll(undoMs: number): Promise<number> {
  let total = 0;
  for (let count = 1; count > 0; total += count) count = await purgeOneConversation(undoMs);
  return total;
}

test("what is hidden is in no list and no export, and comes back whole, to be found again", async () => {
  const [a, b, foreign] = [await conversation(), await conversation(), await conversation(others)];
  const ids = [a, b, foreign, randomUUID()];
  expect((await hideSet({ userId, ids })).toSorted()).toEqual([a, b].toSorted());
  expect(await listed()).toEqual([]);
  expect(await Array.fromAsync(listExportable(userId))).toEqual([]);
  expect(await Array.fromAsync(listExportable(others))).toEqual([foreign]);
  expect(await codeOf(hideSet({ userId, ids }))).toBe("not_found");
  expect(await codeOf(deleteConversation({ userId, conversationId: a }))).toBe("not_found");
  expect(await codeOf(updateSet({ userId, ids }, { archived: true }))).toBe("not_found");
  expect(await codeOf(unhideSet({ userId: others, ids: [a, b] }))).toBe("not_found");
  expect((await unhideSet({ userId, ids })).toSorted()).toEqual([a, b].toSorted());
  expect((await listed()).toSorted()).toEqual([a, b].toSorted());
  expect(await Array.fromAsync(listExportable(userId, [b, foreign]))).toEqual([b]);
  expect([await todo(a), await todo(foreign)]).toEqual([1, 0]);
  // twice is harmless
  expect((await unhideSet({ userId, ids: [a] })).length).toBe(1);
  await updateSet({ userId, ids: [a] }, { archived: true });
  expect(await listed()).toEqual([b]);
  await updateSet({ userId, ids: [a] }, { archived: false });
  expect((await listed()).length).toBe(2);
});

test("after its time it goes for good, but not under an answer that still runs", async () => {
  const [gone, running, fresh] = [await conversation(), await conversation(), await conversation()];
  await hideSet({ userId, ids: [gone, running, fresh] });
  await ask(
    database.url,
    `update conversation set deleted_at = now() - interval '11 minutes' where id in ('${gone}', '${running}')`,
  );
  await ask(
    database.url,
    `insert into completion (id, message_id, conversation_id, owner_id, status, connection_name, model, settings)
     select gen_random_uuid(), m.id, m.conversation_id, '${userId}', 'running', 'x', 'x', '{}' from message m
     where m.conversation_id = '${running}'`,
  );
  expect(await codeOf(unhideSet({ userId, ids: [gone, running] }))).toBe("not_found");
  expect(await purgeAll(600_000)).toBe(1);
  const left = await ask(database.url, `select id from conversation where id in ('${gone}', '${running}', '${fresh}')`);
  expect(left.length).toBe(2);
  await ask(database.url, `update completion set status = 'stopped' where conversation_id = '${running}'`);
  expect(await purgeAll(600_000)).toBe(1);
  expect(await unhideSet({ userId, ids: [gone, running, fresh] })).toEqual([fresh]);
});

test("a file whose conversation was just deleted is taken again, not found present", async () => {
  const hidden = await conversation(userId, { importKey: "verbatim:1" });
  await hideSet({ userId, ids: [hidden] });
  const id = randomUUID();
  const isNew = await insertImport({
    userId,
    conversation: {
      ...{ id, title: "One", titleSource: "person", connectionId: null, model: null, settings: {}, activeLeafId: null },
      ...{ createdAt: "2026-01-01T00:00:00Z", lastActivityAt: "2026-01-01T00:00:00Z", importKey: "verbatim:1" },
    },
    messages: [],
    calls: [],
  });
  expect(isNew).toBe(true);
  const rows = await ask(database.url, `select id from conversation where import_key = 'verbatim:1'`);
  expect(JSON.stringify(rows)).toContain(id);
  expect(await codeOf(unhideSet({ userId, ids: [hidden] }))).toBe("not_found");
});

test("a temporary one goes when its time has come, the others stay", async () => {
  const [over, open, ordinary] = [await conversation(), await conversation(), await conversation()];
  const until = (id: string, when: string) =>
    ask(database.url, `update conversation set temporary_until = now() + interval '${when}' where id = '${id}'`);
  await until(over, "-1 second");
  await until(open, "1 hour");
  expect(await listed()).not.toContain(open);
  expect(await purgeOneTemporary()).toBe(1);
  expect(await purgeOneTemporary()).toBe(0);
  const left = await ask(database.url, `select id from conversation where id in ('${over}', '${open}', '${ordinary}')`);
  expect(left.map(({ id }) => id).toSorted()).toEqual([open, ordinary].toSorted());
});
