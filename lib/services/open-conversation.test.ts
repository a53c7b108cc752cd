import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type BranchWalk, branchToSql } from "@/lib/db/branches";
import { prismaClient } from "@/lib/db/client";
import { Prisma } from "@/prisma/generated/client";
import { ask, withClient } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { seedLibrary, ownerId as userId } from "@/scripts/seed/library.mjs";
import { chooseBranch } from "./choose-branch";
import { openConversation, openPage } from "./open-conversation";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const conversationId = randomUUID();
/** q1 a1 … q6 a6 one below the other; a3 has a younger sibling b3 with q7 a7 under it; x stands under a2, deleted. */
const ids = new Map<string, string>();
const id = (name: string) => {
  const known = ids.get(name) ?? randomUUID();
  ids.set(name, known);
  return known;
};
const namesOf = ({ messages }: { messages: { id: string }[] }) =>
  messages.map((message) => [...ids].find(([, known]) => known === message.id)?.[0]).join(" ");

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  await seedLibrary(database.url, 100_000, () => {}, { isSearchable: false });
  const branch = ["q1", "a1", "q2", "a2", "q3", "a3", "q4", "a4", "q5", "a5", "q6", "a6"];
  const nodes: [name: string, parent: string | null][] = [
    ...branch.map((name, index): [string, string | null] => [name, branch[index - 1] ?? null]),
    ["x", "a2"],
    ["b3", "q3"],
    ["q7", "b3"],
    ["a7", "q7"],
  ];
  await withClient(database.url, async (client) => {
    await client.query(
      "insert into conversation (id, owner_id, title, next_seq, active_leaf_id) values ($1, $2, 'T', 16, $3)",
      [conversationId, userId, id("a6")],
    );
    for (const [seq, [name, parent]] of nodes.entries())
      await client.query(
        `insert into message (id, conversation_id, parent_id, seq, role, body_hash, deleted_at)
         values ($1, $2, $3, $4, 'user', 'h', $5)`,
        [id(name), conversationId, parent === null ? null : id(parent), seq, name === "x" ? new Date() : null],
      );
  });
}, 600_000);
afterAll(async () => {
  await prismaClient().$disconnect();
  await database.drop();
});

const page = (place: object = {}) => openPage({ userId, conversationId, limit: 4, ...place });

test("pages of the active branch from its end to its beginning", async () => {
  const last = await page();
  expect(namesOf(last)).toBe("q5 a5 q6 a6");
  expect(last).toMatchObject({ hasMore: true, previousCursor: id("q5"), nextCursor: null, activeLeafId: id("a6") });
  const middle = await page({ before: id("q5") });
  expect(namesOf(middle)).toBe("q3 a3 q4 a4");
  const first = await page({ before: middle.previousCursor });
  expect(namesOf(first)).toBe("q1 a1 q2 a2");
  expect(first).toMatchObject({ hasMore: false, previousCursor: null, nextCursor: null });
  expect(namesOf(await page({ before: id("q1") }))).toBe("");
  // exactly as many as there are: nothing more is promised
  expect(await page({ limit: 12 })).toMatchObject({ hasMore: false });
});

test("each message of a page knows its siblings, deleted ones are none", async () => {
  const { messages } = await page({ before: id("q5") });
  expect(messages.map(({ siblings }) => siblings)).toEqual([[id("q3")], [id("a3"), id("b3")], [id("q4")], [id("a4")]]);
  expect((await openConversation({ userId, conversationId })).messages[0]?.siblings).toEqual([id("q1")]);
});

test("a page around a message, on the branch through it, and the pages after it", async () => {
  const around = await page({ around: id("q3") });
  expect(namesOf(around)).toBe("a2 q3 b3 q7");
  expect(around).toMatchObject({
    activeLeafId: id("a7"),
    hasMore: true,
    previousCursor: id("a2"),
    nextCursor: id("q7"),
  });
  const after = await page({ after: id("q7") });
  expect(namesOf(after)).toBe("a7");
  expect(after.nextCursor).toBeNull();
  // near the end the page is filled from above
  expect(namesOf(await page({ around: id("a6") }))).toBe("q5 a5 q6 a6");
  expect(namesOf(await page({ around: id("q4") }))).toBe("a3 q4 a4 q5");
  // one that is gone: the end of the active branch
  expect(namesOf(await page({ around: id("x") }))).toBe("q5 a5 q6 a6");
});

test("a deleted message in the middle is passed over, also when counting", async () => {
  await ask(database.url, "update message set deleted_at = now() where id = $1", [id("a4")]);
  expect(namesOf(await page({ before: id("q6") }))).toBe("a3 q4 q5 a5");
  expect(namesOf(await openConversation({ userId, conversationId }))).toBe("q1 a1 q2 a2 q3 a3 q4 q5 a5 q6 a6");
  await expect(page({ before: id("a4") })).rejects.toMatchObject({ code: "not_found" });
  await ask(database.url, "update message set deleted_at = null where id = $1", [id("a4")]);
});

test("unknown messages, those of other conversations, and other people's conversations are not found", async () => {
  const [stranger] = await ask(database.url, "select id from message where conversation_id <> $1 limit 1", [
    conversationId,
  ]);
  const places = [{ before: randomUUID() }, { after: randomUUID() }, { before: stranger.id }, { after: stranger.id }];
  for (const place of [...places, { userId: "somebody" }, { userId: "somebody", around: id("q3") }])
    await expect(page(place)).rejects.toMatchObject({ code: "not_found" });
});

test("choosing a version goes down to its newest leaf", async () => {
  expect(await chooseBranch({ userId, conversationId, leafId: id("b3") })).toEqual({ activeLeafId: id("a7") });
  await expect(chooseBranch({ userId, conversationId, leafId: id("x") })).rejects.toMatchObject({ code: "not_found" });
  await chooseBranch({ userId, conversationId, leafId: id("a6") });
});

const planSchema = z.array(
  z.object({ "QUERY PLAN": z.array(z.object({ Plan: z.looseObject({ "Shared Hit Blocks": z.number() }) })) }),
);

/** How many blocks the walk of a page reads, and its plan. */
async function costOf(walk: BranchWalk & { leafId: string }): Promise<{ blocks: number; plan: string }> {
  const rows = await prismaClient().$queryRaw(
    Prisma.sql`explain (analyze, buffers, timing off, format json) ${branchToSql(walk)}`,
  );
  const plan = planSchema.parse(rows)[0]?.["QUERY PLAN"][0]?.Plan;
  const read = z.number().parse(plan?.["Shared Read Blocks"]);
  return { blocks: (plan?.["Shared Hit Blocks"] ?? 0) + read, plan: JSON.stringify(rows) };
}

test("a page costs the same in a conversation of 2,000 messages as in one of 50, among 100,000", async () => {
  const longest = (order: string) =>
    ask(
      database.url,
      `select id, active_leaf_id as "leafId", next_seq as count from conversation
       where owner_id = $1 and next_seq >= 50 order by next_seq ${order} limit 1`,
      [userId],
    );
  const [[long], [short]] = await Promise.all([longest("desc"), longest("asc")]);
  expect([long.count, short.count]).toEqual([2000, 50]);
  const costs = [];
  for (const { id: conversationId, leafId } of [long, short]) {
    const { blocks, plan } = await costOf({ conversationId, leafId, limit: 41 });
    expect(plan).not.toContain("Seq Scan");
    costs.push(blocks);
  }
  const [ofLong = 0, ofShort = 0] = costs;
  expect(ofLong).toBeLessThan(ofShort * 1.2);
  // two look-ups of a few blocks for each message, nothing else
  expect(ofLong).toBeLessThan(41 * 2 * 8);
});
