import { afterAll, beforeAll, expect, test } from "vitest";
import { searchMessages } from "@/lib/services/search-messages";
import { ask } from "@/scripts/lib/database.mjs";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { model, ownerId, rareWord, seedLibrary } from "@/scripts/seed/library.mjs";
import { frequentWord } from "@/scripts/seed/words.mjs";
import { prismaClient } from "./client";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
const messages = 100_000;

beforeAll(async () => {
  database = await createTestDatabase();
  Object.assign(process.env, { DATABASE_URL: database.url, APP_SECRET: "x".repeat(32), LOG_LEVEL: "silent" });
  await seedLibrary(database.url, messages, () => {});
}, 600_000);
afterAll(async () => {
  await prismaClient().$disconnect();
  await database.drop();
});

const find = (q: string, more: object = {}) => searchMessages({ userId: ownerId, q, limit: 20, ...more });

/** The indexes that the plan of a condition reads. */
async function indexesFor(condition: string): Promise<string[]> {
  const rows = await ask(
    database.url,
    `explain (format json) select d.id from search_doc d join conversation c on c.id = d.conversation_id and c.owner_id = d.owner_id
       and c.deleted_at is null and c.next_seq > 0 left join message m on m.id = d.message_id
     where d.owner_id = '${ownerId}' and ${condition} and m.deleted_at is null order by d.at desc, d.id desc limit 21`,
  );
  const plan = JSON.stringify(rows);
  expect(plan).not.toContain(
    '"Seq Scan","Parent Relationship":"Outer","Parallel Aware":false,"Async Capable":false,"Relation Name":"search_doc"',
  );
  return [...plan.matchAll(/"Index Name":"(search_doc[^"]*)"/g)].map(([, name]) => name ?? "");
}

test("a frequent word is read by time, a rare one by its words, a part of one by its trigrams", async () => {
  const usual = "d.scope = any('{title,question,answer,tool}')";
  expect(await indexesFor(`d.tsv @@ '''${frequentWord}'''::tsquery and ${usual}`)).toEqual([
    "search_doc_owner_id_at_id_idx",
  ]);
  expect(await indexesFor(`d.tsv @@ '''${rareWord}'''::tsquery and ${usual}`)).toEqual(["search_doc_owner_id_tsv_idx"]);
  expect(await indexesFor(`d.scope <> 'reasoning' and d.body ilike '%${rareWord.slice(1)}%' and ${usual}`)).toEqual([
    "search_doc_body_trgm_idx",
  ]);
});

// The medians are for `npm run bench -- --library`: here other tests take the machine's time too.
test("with 100,000 messages no search needs 150 ms", { timeout: 120_000 }, async () => {
  const searches: [string, object][] = [
    [`${frequentWord} `, {}],
    [`${frequentWord} `, { scope: "all" }],
    [`${rareWord} `, {}],
    [rareWord.slice(0, 5), {}],
    [rareWord.slice(1), {}],
    [`"${frequentWord} ${frequentWord}" `, { scope: "reasoning" }],
    [`${frequentWord} ${rareWord} `, {}],
    [`${frequentWord} -${rareWord} `, { model }],
    ["nowhere to be found", {}],
  ];
  for (const [q, more] of searches) {
    const times: number[] = [];
    for (let round = 0; round < 7; round += 1) {
      const begun = performance.now();
      await find(q, more);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times), `${q} ${JSON.stringify(more)}`).toBeLessThan(150);
  }
  // every neighbour's text is left out
  expect((await find(`${rareWord} `, { limit: 50 })).results.length).toBeGreaterThan(10);
});
