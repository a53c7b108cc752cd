import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const pageSchema = z.object({
  conversations: z.array(z.looseObject({ id: z.string(), projectId: z.uuid().nullable() })),
});
const searchSchema = z.object({ results: z.array(z.looseObject({ conversationId: z.string() })) });

const list = async (query = "") =>
  pageSchema.parse(await (await client.request("GET", `/conversations?limit=100${query}`)).json()).conversations;
const idsIn = async (among: readonly string[], query?: string) =>
  (await list(query)).flatMap(({ id }) => (among.includes(id) ? [id] : []));
const patch = (body: object) => client.request("PATCH", "/conversations", body);
const remove = (ids: unknown) => client.request("DELETE", "/conversations", { ids });
const restore = (ids: unknown) => client.request("POST", "/conversations/restore", { ids });
const found = async (word: string) =>
  searchSchema
    .parse(await (await client.request("GET", `/search?q=${word}&scope=question`)).json())
    .results.map(({ conversationId }) => conversationId);

async function answered(words = ""): Promise<string> {
  const id = await newConversation();
  await client.ask(id, `Hello ${id} ${words}`);
  return id;
}

test("several are archived and moved at once, and back; versions stay", async () => {
  const ids = [await answered(), await answered(), await answered()];
  const [first = "", second = "", third = ""] = ids;
  const { version } = await client.conversation(first);
  const project = z
    .object({ id: z.string() })
    .parse(await (await client.request("POST", "/projects", { name: "Several" })).json()).id;
  expect((await patch({ ids: [first, second, randomUUID()], archived: true, projectId: project })).status).toBe(204);
  expect(await idsIn(ids)).toEqual([third]);
  expect((await list(`&ids=${ids.join(",")}`)).filter(({ projectId }) => projectId === project)).toHaveLength(2);
  expect((await patch({ ids, archived: false, projectId: null })).status).toBe(204);
  expect(await idsIn(ids)).toEqual([third, second, first]);
  expect((await list(`&project=${project}`)).length).toBe(0);
  expect((await client.conversation(first)).version).toBe(version);
});

test("several are deleted, an answer that runs among them stopped, and brought back as they were", async () => {
  const word = `deleted${randomUUID().replaceAll("-", "")}`;
  const [whole, running] = [await answered(word), await newConversation()];
  // by the model, which comes after the answer
  await expect.poll(async () => (await client.conversation(whole)).title, { timeout: 20_000 }).not.toContain(whole);
  const before = JSON.stringify(await client.exported(whole));
  const response = await client.send(running, client.question(`[[scenario:paced n=2000 rate=20]] ${running}`));
  await expect.poll(() => requests(running).length).toBe(1);
  await expect.poll(() => found(word)).toContain(whole);
  const deleted = await remove([whole, running]);
  expect(await deleted.json()).toEqual({ undoMs: 600_000 });
  // the stream of what ran has an end
  await response.text();
  expect(await idsIn([whole, running])).toEqual([]);
  expect(await list(`&ids=${whole},${running}`)).toEqual([]);
  expect(await found(word)).toEqual([]);
  const missing = { status: 404, code: "not_found" };
  for (const path of ["", "/export?format=json", "/outline"])
    expect(await refusal(await client.request("GET", `/conversations/${whole}${path}`))).toEqual(missing);
  expect(await refusal(await client.send(whole, client.question("More")))).toEqual(missing);
  expect(await (await client.request("GET", "/export?format=json")).text()).not.toContain(whole);
  expect((await restore([whole, running])).status).toBe(204);
  expect((await idsIn([whole, running])).toSorted()).toEqual([whole, running].toSorted());
  expect(JSON.stringify(await client.exported(whole))).toBe(before);
  await expect.poll(() => found(word)).toEqual([whole]);
  expect((await client.conversation(running)).messages.at(-1)?.status).toBe("stopped");
});

test("several are one file, without the others", async () => {
  const [first, second, other] = [await answered(), await answered(), await answered()];
  for (const format of ["json", "jsonl", "markdown"]) {
    const response = await client.request("GET", `/export?format=${format}&ids=${first},${second}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).not.toContain("All");
    const text = await response.text();
    if (format === "markdown") expect(text.startsWith("PK")).toBe(true);
    else expect([first, second, other].map((id) => text.includes(`Hello ${id}`))).toEqual([true, true, false]);
  }
});

test("what is asked wrongly, does not exist or is somebody else's", async () => {
  const invalid = { status: 400, code: "invalid_request" };
  const missing = { status: 404, code: "not_found" };
  const id = await answered();
  const many = Array.from({ length: 101 }, () => randomUUID());
  for (const ids of [[], ["x"], "x", undefined, many]) {
    expect(await refusal(await patch({ ids, archived: true }))).toEqual(invalid);
    expect(await refusal(await remove(ids))).toEqual(invalid);
    expect(await refusal(await restore(ids))).toEqual(invalid);
  }
  for (const change of [{ archived: "yes" }, { projectId: "x" }, { title: "All the same" }])
    expect(await refusal(await patch({ ids: [id], ...change }))).toEqual(invalid);
  for (const query of ["ids=x", "ids=", `ids=${many.join(",")}`])
    expect(await refusal(await client.request("GET", `/export?${query}`))).toEqual(invalid);
  const foreign = (await insertForeignConversation(databaseUrl)).conversationId;
  for (const other of [foreign, randomUUID()]) {
    expect(await refusal(await patch({ ids: [other], archived: true }))).toEqual(missing);
    expect(await refusal(await remove([other]))).toEqual(missing);
    expect(await refusal(await restore([other]))).toEqual(missing);
    expect(await (await client.request("GET", `/export?ids=${other}`)).text()).not.toContain(other);
  }
  expect(await refusal(await patch({ ids: [id], projectId: randomUUID() }))).toEqual(missing);
  expect((await remove([id, foreign])).status).toBe(200);
  expect((await restore([id, foreign])).status).toBe(204);
});
