import { afterAll, beforeAll, expect, test } from "vitest";
import { searchMessages } from "@/lib/services/search-messages";
import type { Prisma } from "@/prisma/generated/client";
import { createTestDatabase } from "@/scripts/lib/test-database.mjs";
import { model, ownerId, rareWord, seedLibrary } from "@/scripts/seed/library.mjs";
import { frequentWord } from "@/scripts/seed/words.mjs";
import { prismaClient } from "./client";
import { amongAll, amongNewest, type SearchMatch } from "./search";
import { answeringModels, listAnsweringModels } from "./search-models";

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

const page = { after: null, limit: 21 };
const filters = { userId: ownerId, scopes: ["title", "question", "answer", "tool"] as const };
const part: SearchMatch = { wanted: [rareWord.slice(1)], unwanted: [] };

/** The indexes of texts that the plan reads, and whether it reads the whole table. */
async function plannedFor(query: Prisma.Sql) {
  const plan = JSON.stringify(await prismaClient().$queryRaw`explain (format json) ${query}`);
  return {
    indexes: [...plan.matchAll(/"Index Name":"(search_doc[^"]*)"/g)].map(([, name]) => name),
    readsAll: /"Seq Scan"[^{}]*"Relation Name":"search_doc"/.test(plan),
  };
}

test("the newest texts are read by time, a rare word by its index, a part of one by its trigrams", async () => {
  const [time, words, parts, key] = ["owner_id_at_id_idx", "owner_id_tsv_idx", "body_trgm_idx", "pkey"].map(
    (name) => `search_doc_${name}`,
  );
  for (const match of [{ words: `'${frequentWord}'` }, { words: `'${rareWord}'` }, part])
    expect(await plannedFor(amongNewest(filters, match, page))).toEqual({ indexes: [time], readsAll: false });
  const planned = async (match: SearchMatch) => {
    const { indexes, readsAll } = await plannedFor(amongAll(filters, match, page));
    return { indexes: indexes.toSorted(), readsAll };
  };
  for (const query of [`'${rareWord}'`, "'nowhere'", "'now':*"])
    expect(await planned({ words: query })).toEqual({ indexes: [words, key].toSorted(), readsAll: false });
  expect(await planned(part)).toEqual({ indexes: [parts, key].toSorted(), readsAll: false });
});

test("the models that have answered are read from name to name", async () => {
  const names = "search_doc_owner_id_model_idx";
  expect(await plannedFor(answeringModels(ownerId))).toEqual({ indexes: [names, names], readsAll: false });
  const begun = performance.now();
  expect(await listAnsweringModels(ownerId)).toEqual([model]);
  expect(performance.now() - begun).toBeLessThan(150);
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
