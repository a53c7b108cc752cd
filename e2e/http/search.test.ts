import { randomUUID } from "node:crypto";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { searchModelsSchema, searchPageSchema } from "../../lib/contract/search.ts";
import { withClient } from "../../scripts/lib/database.mjs";
import { productClient } from "../support/product-client.ts";
import { insertForeignConversation } from "./foreign.ts";
import { refusal } from "./refusal.ts";

const { url, databaseUrl } = inject("installation");
const client = productClient(url);

async function search(q: string, more: Record<string, string> = {}) {
  const response = await client.request("GET", `/search?${new URLSearchParams({ q, ...more })}`);
  expect(response.status).toBe(200);
  return searchPageSchema.parse(await response.json());
}
/** A word that nobody else has written. */
const newWord = () => `w${randomUUID().replaceAll("-", "")}`;

test("a turn is found by its question at once, and by answer, reasoning and title when it is over", async () => {
  const word = newWord();
  const conversationId = await client.newConversation();
  const question = `[[scenario:echo]] ${word} asked`;
  const response = await client.send(conversationId, client.question(question));
  const { results } = await search(word, { scope: "question" });
  expect(results).toMatchObject([{ conversationId, scope: "question", reasoning: null, isCut: false }]);
  await response.text();
  const { messages } = await client.conversation(conversationId);
  expect(results[0]?.messageId).toBe(messages[0]?.id);
  expect(results[0]?.snippet).toContainEqual({ text: word, hit: true });
  expect((await search(`${word.slice(3, 20)}`)).results.map(({ scope }) => scope)).toContain("question");
  expect((await client.request("PATCH", `/conversations/${conversationId}`, { title: `T ${word}` })).status).toBe(204);
  expect((await search(word, { scope: "title" })).results).toMatchObject([{ messageId: null, title: `T ${word}` }]);
  expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
  expect((await search(word, { scope: "all" })).results).toEqual([]);
});

test("reasoning is a scope of its own", async () => {
  const conversationId = await client.newConversation({ connectionId: await client.connectionId("OpenRouter") });
  const received = await client.ask(conversationId, newWord());
  const thought = /[a-z]{5,}/i.exec(received.reasoning)?.[0] ?? "";
  expect(thought).not.toBe("");
  const here = (results: { conversationId: string }[]) =>
    results.filter((each) => each.conversationId === conversationId);
  const only = await search(thought, { scope: "reasoning", limit: "50" });
  expect(here(only.results)).toMatchObject([{ scope: "reasoning", reasoning: 1 }]);
  expect((await search(thought)).results.some(({ scope }) => scope === "reasoning")).toBe(false);
  expect((await search(thought, { scope: "all" })).results.some(({ scope }) => scope === "reasoning")).toBe(true);
});

test("an imported conversation is found like any other", async () => {
  const word = newWord();
  const conversationId = await client.newConversation();
  await client.ask(conversationId, `${word} exported`);
  const file = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
  await client.request("DELETE", `/conversations/${conversationId}`);
  const headers = { "content-type": "application/json" };
  const taken = await fetch(`${url}/api/conversations/import`, { method: "POST", headers, body: file });
  expect(taken.status).toBe(201);
  // it is indexed after the answer
  await expect
    .poll(async () => (await search(word, { scope: "question" })).results.length, { timeout: 10_000 })
    .toBe(1);
});

test("somebody else's words are not there", async () => {
  const word = newWord();
  await withClient(databaseUrl, async (database) => {
    const [user, conversation, doc] = [randomUUID(), randomUUID(), randomUUID()];
    await database.query(`insert into "user" (id, name, email) values ($1, 'X', $1)`, [user]);
    await database.query("insert into conversation (id, owner_id, title, next_seq) values ($1, $2, $3, 2)", [
      conversation,
      user,
      word,
    ]);
    await database.query(
      `insert into search_doc (id, conversation_id, owner_id, scope, at, body, tsv) values ($1, $2, $3, 'answer', now(), $4, $5::tsvector)`,
      [doc, conversation, user, word, `'${word}':1`],
    );
  });
  for (const q of [word, word.slice(2)]) expect((await search(q, { scope: "all" })).results).toEqual([]);
});

describe("the models to choose from", () => {
  const models = async () =>
    searchModelsSchema.parse(await (await client.request("GET", "/search/models")).json()).models;
  /** An answer of a model that has not been asked before. */
  async function newAnswer(more: object = {}) {
    const model = `a/${newWord()}`;
    const connectionId = await client.connectionId("OpenRouter");
    const conversationId = await client.newConversation({ connectionId, model, ...more });
    const { text } = await client.ask(conversationId, newWord());
    return { model, conversationId, word: /[a-z]{4,}/i.exec(text)?.[0] ?? "" };
  }

  test("those that have answered, sorted, as the filter wants them", async () => {
    const made = [await newAnswer(), await newAnswer()];
    const listed = await models();
    expect(listed).toEqual([...new Set(listed)].sort());
    for (const { model, conversationId, word } of made) {
      expect(listed).toContain(model);
      expect((await search(word, { model })).results).toMatchObject([{ conversationId, scope: "answer", model }]);
    }
    const catalogue = z
      .object({ models: z.array(z.object({ id: z.string() })) })
      .parse(await (await client.request("GET", "/models")).json());
    expect(catalogue.models.some(({ id }) => !listed.includes(id))).toBe(true);
  });

  test("not those whose answers have gone, or are in a temporary conversation", async () => {
    const [gone, emptied, temporary] = [await newAnswer(), await newAnswer(), await newAnswer({ temporary: true })];
    expect((await client.request("DELETE", `/conversations/${gone.conversationId}`)).status).toBe(204);
    const { messages } = await client.conversation(emptied.conversationId);
    const path = `/conversations/${emptied.conversationId}/messages/${messages.at(-1)?.id}`;
    expect((await client.request("DELETE", path)).status).toBe(200);
    const listed = await models();
    for (const { model } of [gone, emptied, temporary]) expect(listed).not.toContain(model);
  });

  test("not somebody else's", async () => {
    const { model: own } = await newAnswer();
    const model = `a/${newWord()}`;
    const { conversationId, answerId } = await insertForeignConversation(databaseUrl);
    await withClient(databaseUrl, (database) =>
      database.query(
        `insert into search_doc (id, message_id, conversation_id, owner_id, scope, at, model, body, tsv)
         select $1, $2, c.id, c.owner_id, 'answer', now(), $3, 'secret', '''secret'':1' from conversation c where c.id = $4`,
        [randomUUID(), answerId, model, conversationId],
      ),
    );
    const listed = await models();
    expect(listed).toContain(own);
    expect(listed).not.toContain(model);
  });

  test("a name too long for an index is kept, and not offered", async () => {
    const { conversationId } = await newAnswer();
    const long = Array.from({ length: 110 }, () => randomUUID()).join("");
    await withClient(databaseUrl, async (database) => {
      const { rowCount } = await database.query(
        "update search_doc set model = $1 where conversation_id = $2 and scope = 'answer'",
        [long, conversationId],
      );
      expect(rowCount).toBe(1);
    });
    expect(await models()).not.toContain(long);
  });
});

describe("any text may be looked for", () => {
  test.each([
    ["nothing", ""],
    ["U+0000", "a\u0000b"],
    ["10 kB", "word ".repeat(2000)],
    ["one word of 10 kB", "x".repeat(10_000)],
    ["signs", `!@#$%^&*()_+{}|:"<>?~[];',./`],
    ["emoji", "👩‍👩‍👧‍👦 🏳️‍🌈"],
    ["right to left", "\u202eשלום مرحبا"],
    ["SQL", "'; drop table search_doc; --"],
    ["a tsquery", "a & !b <-> (c | d):*"],
    ["a pattern", "%_%\\"],
    ["half a character", "\ud83d abc"],
  ])("%s", async (_, q) => {
    expect(Array.isArray((await search(q)).results)).toBe(true);
    expect(Array.isArray((await search(`"${q}"`, { scope: "all" })).results)).toBe(true);
  });
});

describe("refused", () => {
  test.each([
    ["no q", ""],
    ["a scope that is none", "q=a&scope=everything"],
    ["a connection that is no id", "q=a&connectionId=1"],
    ["a project that is no id", "q=a&project=1"],
    ["a date that is none", "q=a&from=yesterday"],
    ["a cursor that is none", "q=a&cursor=abc"],
    ["another page's cursor", `q=a&cursor=${Buffer.from('["words","x","y"]').toString("base64url")}`],
    ["no results", "q=a&limit=0"],
    ["51 results", "q=a&limit=51"],
    ["an unknown parameter", "q=a&ownerId=other"],
    ["13 kB", `q=${"x".repeat(13_000)}`],
  ])("%s", async (_, query) => {
    expect(await refusal(await client.request("GET", `/search?${query}`))).toEqual({
      status: 400,
      code: "invalid_request",
    });
  });
});
