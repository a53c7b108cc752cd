import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const tagsSchema = z.object({ tags: z.array(z.strictObject({ id: z.uuid(), name: z.string() })) });
const pageSchema = z.object({
  conversations: z.array(z.looseObject({ id: z.string(), tagIds: z.array(z.string()) })),
});
const idSchema = z.strictObject({ id: z.uuid() });

const tags = async () => tagsSchema.parse(await (await client.request("GET", "/tags")).json()).tags;
const listed = async (query: string) =>
  pageSchema.parse(await (await client.request("GET", `/conversations?limit=100&${query}`)).json()).conversations;
const tagIdsOf = async (id: string) => (await listed(`ids=${id}`))[0]?.tagIds.toSorted();
const idsWith = async (tagId: string) => (await listed(`tag=${tagId}`)).map(({ id }) => id);
const give = (tagId: string, ids: unknown, tagged: unknown = true) =>
  client.request("PUT", `/tags/${tagId}/conversations`, { ids, tagged });
const newName = () => `Tag ${randomUUID()}`;

async function newTag(name = newName()): Promise<string> {
  const response = await client.request("POST", "/tags", { name });
  expect(response.status).toBe(201);
  return idSchema.parse(await response.json()).id;
}

async function answered(): Promise<string> {
  const id = await newConversation();
  await client.ask(id, `Hello ${id}`);
  return id;
}

async function foreignTag(): Promise<string> {
  const [user, tag] = [randomUUID(), randomUUID()];
  await withClient(databaseUrl, async (database) => {
    await database.query(`insert into "user" (id, name, email) values ($1, 'O', $2)`, [user, `${user}@example.com`]);
    await database.query("insert into tag (id, owner_id, name) values ($1, $2, 'Private')", [tag, user]);
  });
  return tag;
}

test("tags are made, listed by name, renamed and deleted; conversations stay", async () => {
  const mark = randomUUID();
  const [b, a] = [await newTag(`b ${mark}`), await newTag(` a ${mark} `)];
  const mine = async () => (await tags()).filter(({ name }) => name.endsWith(mark));
  expect(await mine()).toEqual([
    { id: a, name: `a ${mark}` },
    { id: b, name: `b ${mark}` },
  ]);
  // the same name is the same tag, also for two who make it at once
  expect(await Promise.all([newTag(`a ${mark}`), newTag(`a ${mark}`)])).toEqual([a, a]);
  expect((await client.request("PATCH", `/tags/${a}`, { name: `c ${mark}` })).status).toBe(204);
  expect((await mine()).map(({ id }) => id)).toEqual([b, a]);
  expect(await refusal(await client.request("PATCH", `/tags/${a}`, { name: `b ${mark}` }))).toEqual({
    status: 409,
    code: "name_taken",
  });
  const id = await answered();
  await give(a, [id]);
  expect((await client.request("DELETE", `/tags/${a}`)).status).toBe(204);
  expect((await mine()).map((tag) => tag.id)).toEqual([b]);
  expect(await tagIdsOf(id)).toEqual([]);
  expect((await client.conversation(id)).messages).toHaveLength(2);
});

test("given to several at once and taken away; twice is harmless; the list can be narrowed to one", async () => {
  const [tag, other] = [await newTag(), await newTag()];
  const [first, second, third] = [await answered(), await answered(), await answered()];
  const { version } = await client.conversation(first);
  for (const ids of [[first, second], [second]]) expect((await give(tag, ids)).status).toBe(204);
  await give(other, [second, third]);
  expect(await idsWith(tag)).toEqual([second, first]);
  expect(await tagIdsOf(second)).toEqual([tag, other].toSorted());
  // what is gone meanwhile is passed over
  expect((await give(tag, [first, randomUUID()], false)).status).toBe(204);
  expect((await give(tag, [first], false)).status).toBe(204);
  expect(await idsWith(tag)).toEqual([second]);
  expect(await idsWith(other)).toEqual([third, second]);
  expect((await client.conversation(first)).version).toBe(version);
  // archived ones are in the archive, also under their tag
  await client.request("PATCH", `/conversations/${second}`, { archived: true });
  expect(await idsWith(tag)).toEqual([]);
  expect((await listed(`tag=${tag}&archived=1`)).map(({ id }) => id)).toEqual([second]);
});

test("tags are in the export, byte for byte again after the import, which makes those that are missing", async () => {
  const names = [`ünïcode 🏷 ${randomUUID()}`, `"\\ ${randomUUID()}`, `A ${randomUUID()}`];
  const id = await answered();
  for (const name of names) await give(await newTag(name), [id]);
  const exported = async (of: string) =>
    z
      .looseObject({ tags: z.array(z.string()) })
      .parse(await (await client.request("GET", `/conversations/${of}/export?format=json`)).json());
  const file = await exported(id);
  expect(file.tags).toEqual(names.toSorted());
  for (const { id: tagId, name } of await tags())
    if (name !== names[0] && names.includes(name)) await client.request("DELETE", `/tags/${tagId}`);
  const response = await client.request("POST", "/conversations/import", file);
  expect(response.status).toBe(201);
  const copy = idSchema.parse(await response.json()).id;
  expect((await exported(copy)).tags).toEqual(names.toSorted());
  // the one that was left is the same one, not a second of this name
  const left = await tagIdsOf(id);
  expect(left).toHaveLength(1);
  expect(await tagIdsOf(copy)).toEqual(expect.arrayContaining(left ?? []));
  expect((await tags()).filter(({ name }) => names.includes(name))).toHaveLength(3);
  const { tags: _, ...withoutTags } = file;
  expect((await client.request("POST", "/conversations/import", withoutTags)).status).toBe(201);
  for (const wrong of [[""], [7], "x", ["x".repeat(51)]])
    expect(await refusal(await client.request("POST", "/conversations/import", { ...file, tags: wrong }))).toEqual({
      status: 400,
      code: "invalid_request",
    });
});

test("what is asked wrongly, does not exist or is somebody else's", async () => {
  const invalid = { status: 400, code: "invalid_request" };
  const missing = { status: 404, code: "not_found" };
  const [tag, id] = [await newTag(), await answered()];
  for (const name of ["", " ", 7, null, "x".repeat(51), "a\u0000", "\ud800", undefined]) {
    expect(await refusal(await client.request("POST", "/tags", { name })), `${name}`).toEqual(invalid);
    expect(await refusal(await client.request("PATCH", `/tags/${tag}`, { name })), `${name}`).toEqual(invalid);
  }
  const many = Array.from({ length: 101 }, () => randomUUID());
  for (const ids of [[], ["x"], "x", undefined, many]) expect(await refusal(await give(tag, ids))).toEqual(invalid);
  expect(await refusal(await give(tag, [id], "yes"))).toEqual(invalid);
  expect(await refusal(await client.request("GET", "/conversations?tag=x"))).toEqual(invalid);
  const [foreign, { conversationId }] = [await foreignTag(), await insertForeignConversation(databaseUrl)];
  for (const other of [foreign, randomUUID()]) {
    expect(await refusal(await client.request("PATCH", `/tags/${other}`, { name: "Mine" }))).toEqual(missing);
    expect(await refusal(await client.request("DELETE", `/tags/${other}`))).toEqual(missing);
    expect(await refusal(await give(other, [id]))).toEqual(missing);
    expect(await refusal(await give(other, [id], false))).toEqual(missing);
    expect(await refusal(await client.request("GET", `/conversations?tag=${other}`))).toEqual(missing);
  }
  for (const other of [conversationId, randomUUID()]) expect(await refusal(await give(tag, [other]))).toEqual(missing);
  expect((await give(tag, [id, conversationId])).status).toBe(204);
  expect(await idsWith(tag)).toEqual([id]);
  await withClient(databaseUrl, async (database) => {
    const { rows } = await database.query("select 1 from conversation_tag where conversation_id = $1", [
      conversationId,
    ]);
    expect(rows).toEqual([]);
  });
  expect((await tags()).map((each) => each.id)).not.toContain(foreign);
});
