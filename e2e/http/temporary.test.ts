import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { ask } from "../../scripts/lib/database.mjs";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, titleRequests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const pageSchema = z.object({ conversations: z.array(z.looseObject({ id: z.string() })) });
const searchSchema = z.object({ results: z.array(z.looseObject({ conversationId: z.string() })) });
const untilSchema = z.looseObject({ temporaryUntil: z.iso.datetime().nullable() });

const untilOf = async (id: string) =>
  untilSchema.parse(await (await client.request("GET", `/conversations/${id}`)).json()).temporaryUntil;
const ids = async (query: string) =>
  pageSchema
    .parse(await (await client.request("GET", `/conversations?${query}`)).json())
    .conversations.map(({ id }) => id);
const found = async (word: string) =>
  searchSchema
    .parse(await (await client.request("GET", `/search?q=${word}&scope=all`)).json())
    .results.map(({ conversationId }) => conversationId);
const everything = async () => (await client.request("GET", "/export?format=jsonl")).text();
const patch = (id: string, body: object) => client.request("PATCH", `/conversations/${id}`, body);

test("in no list, no search, no export of everything, named by no model; read, continued and kept by its address", async () => {
  const word = `secret${randomUUID().replaceAll("-", "")}`;
  const [id, ordinary] = [await newConversation("default", { temporary: true }), await newConversation()];
  await client.ask(id, `${word} ${id}`);
  await client.ask(ordinary, `${word} ${ordinary}`);
  // what would have come by now has come for the other one
  await expect.poll(() => titleRequests(ordinary).length).toBe(1);
  await expect.poll(() => found(word)).toContain(ordinary);
  expect(titleRequests(id)).toEqual([]);
  expect(await found(word)).not.toContain(id);
  for (const query of ["limit=100", "limit=100&archived=1", `ids=${id}`]) expect(await ids(query)).not.toContain(id);
  expect(await everything()).not.toContain(id);
  expect(await (await client.request("GET", `/export?format=jsonl&ids=${id}`)).text()).toBe("");
  expect((await client.conversation(id)).messages).toHaveLength(2);
  // its own file is that of any conversation
  expect((await client.request("POST", "/conversations/import", await client.exported(id))).status).toBe(201);

  expect((await patch(id, { temporary: false })).status).toBe(204);
  expect(await untilOf(id)).toBeNull();
  expect(await ids("limit=100")).toContain(id);
  expect(await found(word)).toContain(id);
  expect(await everything()).toContain(id);
});

test("each message makes it stay for 24 hours again; an ordinary one stays anyway", async () => {
  const [id, ordinary] = [await newConversation("default", { temporary: true }), await newConversation()];
  await client.ask(id, `One ${id}`);
  await client.ask(ordinary, `One ${ordinary}`);
  await ask(databaseUrl, "update conversation set temporary_until = now() + interval '1 minute' where id = $1", [id]);
  const answerId = (await client.conversation(id)).messages.at(-1)?.id;
  const sends: object[] = [client.question("Two"), { regenerate: { id: randomUUID(), of: answerId } }];
  for (const send of sends) {
    await ask(databaseUrl, "update conversation set temporary_until = now() + interval '1 minute' where id = $1", [id]);
    await (await client.send(id, send)).text();
    const hours = (Date.parse(`${await untilOf(id)}`) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThan(24.1);
  }
  expect(await untilOf(ordinary)).toBeNull();
});

test("ended and deleted at once, with what runs in it", async () => {
  const id = await newConversation("default", { temporary: true });
  const response = await client.send(id, client.question(`[[scenario:paced n=2000 rate=20]] ${id}`));
  expect((await client.request("DELETE", `/conversations/${id}`)).status).toBe(204);
  await response.text();
  expect(await ask(databaseUrl, "select 1 from message where conversation_id = $1", [id])).toEqual([]);
});

test("what is asked wrongly, does not exist or is somebody else's", async () => {
  const invalid = { status: 400, code: "invalid_request" };
  const id = await newConversation();
  for (const temporary of ["yes", null, 1])
    expect(await refusal(await client.request("POST", "/conversations", { temporary }))).toEqual(invalid);
  for (const temporary of [true, null, "no"]) expect(await refusal(await patch(id, { temporary }))).toEqual(invalid);
  const foreign = (await insertForeignConversation(databaseUrl)).conversationId;
  await ask(databaseUrl, "update conversation set temporary_until = now() + interval '1 day' where id = $1", [foreign]);
  expect(await refusal(await patch(foreign, { temporary: false }))).toEqual({ status: 404, code: "not_found" });
  expect(
    await ask(databaseUrl, "select temporary_until is null as kept from conversation where id = $1", [foreign]),
  ).toEqual([{ kept: false }]);
});
