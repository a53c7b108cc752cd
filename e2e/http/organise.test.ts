import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation } = ownFakeProvider();
const pageSchema = z.object({
  conversations: z.array(
    z.strictObject({
      id: z.uuid(),
      title: z.string(),
      updatedAt: z.iso.datetime(),
      pinnedAt: z.iso.datetime().nullable(),
      archivedAt: z.iso.datetime().nullable(),
      projectId: z.uuid().nullable(),
      tagIds: z.array(z.uuid()),
    }),
  ),
  nextCursor: z.string().nullable(),
});

const list = async (query = "") =>
  pageSchema.parse(await (await client.request("GET", `/conversations?limit=100${query}`)).json()).conversations;
const idsIn = async (query?: string) => (await list(query)).map(({ id }) => id);
const patch = (id: string, body: object) => client.request("PATCH", `/conversations/${id}`, body);

async function answered(): Promise<string> {
  const id = await newConversation();
  await client.ask(id, `Hello ${id}`);
  return id;
}

test("pinned conversations come first, pinned last on top, and go back to their place", async () => {
  const [first, second, third] = [await answered(), await answered(), await answered()];
  for (const id of [second, first]) expect((await patch(id, { pinned: true })).status).toBe(204);
  expect((await idsIn()).slice(0, 3)).toEqual([first, second, third]);
  expect((await list())[0]?.pinnedAt).not.toBeNull();
  for (const id of [first, second]) await patch(id, { pinned: false });
  const ids = (await idsIn()).filter((id) => [first, second, third].includes(id));
  expect(ids).toEqual([third, second, first]);
});

test("archived conversations stand in a list of their own until they are brought back, or written into", async () => {
  const id = await answered();
  const answerId = (await client.conversation(id)).messages.at(-1)?.id;
  const sends: object[] = [client.question("And again"), { regenerate: { id: randomUUID(), of: answerId } }];
  for (const send of [...sends, null]) {
    expect((await patch(id, { archived: true })).status).toBe(204);
    expect(await idsIn()).not.toContain(id);
    expect(await idsIn("&archived=1")).toContain(id);
    expect((await list(`&ids=${id}`))[0]?.archivedAt).not.toBeNull();
    if (send === null) await patch(id, { archived: false });
    else await (await client.send(id, send)).text();
    expect(await idsIn()).toContain(id);
    expect(await idsIn("&archived=1")).not.toContain(id);
  }
});

test("pinning and archiving leave the version to those who change the words", async () => {
  const id = await answered();
  const { version } = await client.conversation(id);
  await patch(id, { pinned: true, archived: true });
  expect((await client.conversation(id)).version).toBe(version);
  expect((await patch(id, { title: "Mine", version })).status).toBe(204);
  expect((await patch(id, { pinned: false, version })).status).toBe(409);
  expect((await list(`&ids=${id}`))[0]?.pinnedAt).not.toBeNull();
});

test("what is asked wrongly, does not exist or is somebody else's", async () => {
  const id = await answered();
  for (const body of [{ pinned: "yes" }, { archived: null }, { pinned: 1 }, { pinnedAt: new Date().toISOString() }])
    expect(await refusal(await patch(id, body))).toEqual({ status: 400, code: "invalid_request" });
  const many = Array.from({ length: 101 }, () => randomUUID()).join(",");
  for (const query of ["archived=2", "archived=", "ids=x", "ids=", `ids=${many}`, "cursor=x", "cursor=W10"])
    expect(await refusal(await client.request("GET", `/conversations?${query}`)), query).toEqual({
      status: 400,
      code: "invalid_request",
    });
  const foreign = (await insertForeignConversation(inject("installation").databaseUrl)).conversationId;
  for (const other of [foreign, randomUUID()]) {
    for (const body of [{ pinned: true }, { archived: true }])
      expect(await refusal(await patch(other, body))).toEqual({ status: 404, code: "not_found" });
    expect(await list(`&ids=${other}`)).toEqual([]);
  }
});
