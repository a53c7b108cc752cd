import { randomUUID } from "node:crypto";
import { beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { longConversation } from "../support/long-conversation.ts";
import { productClient } from "../support/product-client.ts";
import { refusal } from "./refusal.ts";

const { url } = inject("installation");
const client = productClient(url);
const turns = 125;
let path = "";

const pageSchema = z.object({
  messages: z.array(z.object({ id: z.string(), parts: z.array(z.object({ type: z.string(), text: z.string() })) })),
  hasMore: z.boolean(),
  previousCursor: z.string().nullable(),
  nextCursor: z.string().nullable(),
});
const read = async (query: string) => {
  const response = await client.request("GET", `${path}?${query}`);
  expect(response.status).toBe(200);
  return pageSchema.parse(await response.json());
};

beforeAll(async () => {
  const taken = await client.request("POST", "/conversations/import", longConversation(turns));
  expect(taken.status).toBe(201);
  path = `/conversations/${z.object({ id: z.string() }).parse(await taken.json()).id}`;
});

test("paging back over 250 messages gives each exactly once, in the order of the whole branch", async () => {
  const whole = client.parse(await (await client.request("GET", path)).json());
  expect(whole.messages).toHaveLength(2 * turns);
  expect(whole).not.toHaveProperty("hasMore");
  const pages: string[][] = [];
  for (let cursor: string | null = "", query = "limit=40"; cursor !== null; query = `limit=40&before=${cursor}`) {
    const page = await read(query);
    expect(page.hasMore).toBe(page.previousCursor !== null);
    pages.unshift(page.messages.map(({ id }) => id));
    cursor = page.previousCursor;
  }
  expect(pages.map((page) => page.length)).toEqual([10, 40, 40, 40, 40, 40, 40]);
  expect(pages.flat()).toEqual(whole.messages.map(({ id }) => id));
});

test("and so does paging on from a page around a message", async () => {
  const whole = client.parse(await (await client.request("GET", path)).json());
  const at = 100;
  const around = await read(`around=${whole.messages[at]?.id}`);
  expect(around.messages).toHaveLength(40);
  const ids = around.messages.map(({ id }) => id);
  for (let cursor = around.nextCursor; cursor !== null; ) {
    const page = await read(`after=${cursor}`);
    ids.push(...page.messages.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  const first = whole.messages.findIndex(({ id }) => id === ids[0]);
  expect(first).toBe(at - 19);
  expect(ids).toEqual(whole.messages.slice(first).map(({ id }) => id));
});

test("a place that is none is refused", async () => {
  const other = await client.newConversation();
  await client.ask(other, "[[scenario:echo]] elsewhere");
  const foreign = client.parse(await (await client.request("GET", `/conversations/${other}`)).json()).messages[0]?.id;
  for (const id of [randomUUID(), foreign]) {
    for (const name of ["before", "after"])
      expect(await refusal(await client.request("GET", `${path}?${name}=${id}`))).toMatchObject({
        status: 404,
        code: "not_found",
      });
  }
  const bad = ["before=x", "limit=0", "limit=201", `before=${foreign}&after=${foreign}`, "tree=1&limit=5"];
  for (const query of bad)
    expect(await refusal(await client.request("GET", `${path}?${query}`))).toMatchObject({
      status: 400,
      code: "invalid_request",
    });
});

test("the figures are those of a whole branch: of the active one, or of the one through a message", async () => {
  const figures = async (id: string, query = "") => {
    const response = await client.request("GET", `/conversations/${id}/figures${query}`);
    expect(response.status).toBe(200);
    return response.json();
  };
  const long = path.split("/")[2] ?? "";
  // imported without what its answers cost
  expect(await figures(long)).toEqual({ messages: 2 * turns, cost: null, unreported: turns });
  const id = await client.newConversation();
  await client.ask(id, "[[scenario:echo]] one");
  await client.ask(id, "[[scenario:echo]] two");
  const { messages } = client.parse(await (await client.request("GET", `/conversations/${id}`)).json());
  await client.ask(id, "[[scenario:echo]] two in other words", { parentId: messages[1]?.id });
  await client.ask(id, "[[scenario:echo]] three");
  const costs = z.object({ completion: z.object({ cost: z.string() }).nullable() });
  const [first = "0", second = "0"] = messages.flatMap((message) => costs.parse(message).completion?.cost ?? []);
  const other = await figures(id, `?message=${messages[2]?.id}`);
  expect(other).toMatchObject({ messages: 4, unreported: 0 });
  expect(Number(z.object({ cost: z.string() }).parse(other).cost)).toBeCloseTo(Number(first) + Number(second), 10);
  expect(await figures(id)).toMatchObject({ messages: 6, unreported: 0 });
  // one that is none: the active branch
  expect(await figures(id, `?message=${randomUUID()}`)).toEqual(await figures(id));
  expect(await figures(await client.newConversation())).toEqual({ messages: 0, cost: null, unreported: 0 });
  for (const [bad, status] of [
    [`/conversations/${randomUUID()}/figures`, 404],
    [`${path}/figures?message=x`, 400],
  ] as const)
    expect(await refusal(await client.request("GET", bad))).toMatchObject({ status });
});
