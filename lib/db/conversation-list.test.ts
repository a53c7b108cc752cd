import { afterAll, beforeAll, expect, test } from "vitest";
import { ask } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { prismaClient } from "./client";
import { listConversations, listConversationsById } from "./conversation-list";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const userId = "librarian";
const listed = 20_000;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  for (const owner of [userId, "neighbour"])
    await ask(database.url, `insert into "user" (id, name, email) values ('${owner}', 'U', '${owner}@localhost')`);
  // of 24,000: each sixth is archived, each thousandth pinned; ten at a time have the same moment
  await ask(
    database.url,
    `insert into conversation (id, owner_id, title, next_seq, last_activity_at, archived_at, pinned_at)
     select gen_random_uuid(), owner, 'No. ' || n, 2, timestamptz '2026-01-01' + n / 10 * interval '1 minute',
       case when n % 6 = 0 then now() end, case when n % 1000 = 1 then now() + n * interval '1 ms' end
     from generate_series(1, 24000) n, unnest(array['${userId}', 'neighbour']) owner`,
  );
  await ask(database.url, `analyze conversation`);
}, 120_000);
afterAll(async () => {
  await prismaClient().$disconnect();
  await database.drop();
});

async function walk(isArchived: boolean) {
  const all = [];
  let cursor: string | undefined;
  do {
    const page = await listConversations({ userId, isArchived, cursor, limit: 100 });
    all.push(...page.conversations);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

test("pages lead through everything once: the pinned ones, then the others by their activity", async () => {
  const all = await walk(false);
  expect(new Set(all.map(({ id }) => id)).size).toBe(listed);
  expect(all).toHaveLength(listed);
  const pinned = all.filter(({ pinnedAt }) => pinnedAt !== null);
  expect(pinned.length).toBeGreaterThan(10);
  expect(all.slice(0, pinned.length)).toEqual(pinned);
  const falls = (texts: (string | null)[]) =>
    texts.every((text, at) => at === 0 || (texts[at - 1] ?? "") >= (text ?? ""));
  expect(falls(pinned.map(({ pinnedAt }) => pinnedAt))).toBe(true);
  expect(falls(all.slice(pinned.length).map(({ updatedAt, id }) => updatedAt + id))).toBe(true);
  expect(all.every(({ archivedAt }) => archivedAt === null)).toBe(true);
}, 60_000);

test("pages that end within the pinned ones go on there", async () => {
  const first = await listConversations({ userId, isArchived: false, limit: 5 });
  const second = await listConversations({ userId, isArchived: false, limit: 40, cursor: `${first.nextCursor}` });
  const whole = await listConversations({ userId, isArchived: false, limit: 45 });
  expect([...first.conversations, ...second.conversations]).toEqual(whole.conversations);
});

test("the archive has the archived ones alone, also those that are pinned", async () => {
  const all = await walk(true);
  expect(all).toHaveLength(4000);
  expect(all.every(({ archivedAt }) => archivedAt !== null)).toBe(true);
}, 60_000);

test("single ones are given to their owner alone", async () => {
  const [mine] = (await listConversations({ userId, isArchived: true, limit: 1 })).conversations;
  const id = `${mine?.id}`;
  expect(await listConversationsById(userId, [id])).toEqual([mine]);
  expect(await listConversationsById("neighbour", [id])).toEqual([]);
});

test("each page is read from its index, without sorting, however far down it is", async () => {
  const deep =
    "last_activity_at <= '2026-01-01 10:00' and (last_activity_at < '2026-01-01 10:00' or id < gen_random_uuid())";
  const plans: [string, string, string][] = [
    ["conversation_listed_idx", "archived_at is null and pinned_at is null", "last_activity_at"],
    ["conversation_listed_idx", `archived_at is null and pinned_at is null and ${deep}`, "last_activity_at"],
    ["conversation_archived_idx", `archived_at is not null and ${deep}`, "last_activity_at"],
    ["conversation_pinned_idx", "archived_at is null and pinned_at is not null", "pinned_at"],
  ];
  for (const [index, condition, order] of plans) {
    const rows = await ask(
      database.url,
      `explain (analyze, format json) select id, title from conversation
       where owner_id = '${userId}' and deleted_at is null and next_seq > 0 and ${condition}
       order by ${order} desc, id desc limit 51`,
    );
    const plan = JSON.stringify(rows);
    expect(plan, condition).toContain(`"Index Name":"${index}"`);
    expect(plan, condition).not.toContain("Sort");
    const removed = [...plan.matchAll(/"Rows Removed by Filter":(\d+)/g)].map(([, count]) => Number(count));
    expect(Math.max(0, ...removed), condition).toBeLessThan(60);
  }
});
