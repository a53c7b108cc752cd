import { randomUUID } from "node:crypto";
import { expect, inject, test, vi } from "vitest";
import { withClient } from "../../scripts/lib/database.mjs";
import { treeFaults } from "../support/tree-faults.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const remove = (conversationId: string, id: string | null | undefined) =>
  client.request("DELETE", `/conversations/${conversationId}/messages/${id}`);
const restore = (conversationId: string, id: string | null | undefined) =>
  client.request("POST", `/conversations/${conversationId}/messages/${id}/restore`);
const exportText = async (conversationId: string) =>
  (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
const found = async (word: string) => (await (await client.request("GET", `/search?q=${word}`)).json()).results.length;

async function threeTurns(word = "plain") {
  const conversationId = await newConversation();
  for (const number of [1, 2, 3]) await client.ask(conversationId, `${word} number ${number}`);
  const { messages } = await client.conversation(conversationId);
  return { conversationId, ids: messages.map(({ id }) => id) };
}

test("a message goes with everything under it, from every list, and comes back as it was", async () => {
  const word = `needle${randomUUID().slice(0, 8)}`;
  const { conversationId, ids } = await threeTurns(word);
  await vi.waitFor(async () => expect(await found(word)).toBeGreaterThan(0), { timeout: 10_000 });
  const before = await exportText(conversationId);

  const gone = await remove(conversationId, ids[2]);
  expect(gone.status).toBe(200);
  expect(await gone.json()).toEqual({ messages: 4, activeLeafId: ids[1], undoMs: 600_000 });
  const left = await client.conversation(conversationId, "?tree=1");
  expect(left.messages.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(treeFaults(left)).toEqual([]);
  expect((await client.conversation(conversationId)).messages).toHaveLength(2);
  const text = await exportText(conversationId);
  for (const id of ids.slice(2)) expect(text).not.toContain(id);
  const { messages } = await (await client.request("GET", `/conversations/${conversationId}/outline`)).json();
  expect(messages.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  await client.ask(conversationId, `afterwards ${word}`);
  expect(requests(`afterwards ${word}`)[0]?.bodyText).not.toContain(`${word} number 2`);
  const afterwards = (await client.conversation(conversationId)).messages[2]?.id;
  expect((await remove(conversationId, afterwards)).status).toBe(200);
  await vi.waitFor(async () => expect(await found(`"${word} number 2"`)).toBe(0), { timeout: 10_000 });

  expect((await restore(conversationId, ids[2])).status).toBe(200);
  const restored = JSON.parse(await exportText(conversationId));
  const old = JSON.parse(before);
  expect({ ...restored, lastActivityAt: null, messages: restored.messages.map(withoutSiblings) }).toEqual({
    ...{ ...old, lastActivityAt: null, messages: old.messages.map(withoutSiblings) },
  });
  expect((await restore(conversationId, ids[2])).status).toBe(200);
  await vi.waitFor(async () => expect(await found(`"${word} number 2"`)).toBeGreaterThan(0), { timeout: 10_000 });
});

const withoutSiblings = (message: object) => ({ ...message, siblings: [] });

test("what runs in it is stopped: its streams end within a second, upstream too; it comes back with what it had", async () => {
  const { conversationId } = await threeTurns();
  const text = `[[scenario:paced n=2000 rate=100]] long ${randomUUID()}`;
  const question = client.question(text);
  const response = await client.send(conversationId, question);
  await vi.waitFor(async () => {
    expect((await client.conversation(conversationId)).messages.at(-1)?.parts.length).toBeGreaterThan(0);
  });
  const answerId = (await client.conversation(conversationId)).activeLeafId;
  const reading = readUiStream(response);
  const at = Date.now();
  expect((await remove(conversationId, question.message.id)).status).toBe(200);
  expect((await reading).done).toBe(true);
  expect(Date.now() - at).toBeLessThan(1500);
  await vi.waitFor(() => expect(requests(text)[0]?.abortedAt ?? requests(text)[0]?.endedAt).toBeTypeOf("number"));
  expect((await client.follow(conversationId, `?message=${answerId}`)).status).toBe(404);
  expect((await restore(conversationId, question.message.id)).status).toBe(200);
  const { messages } = await client.conversation(conversationId);
  expect(messages.at(-1)).toMatchObject({ id: answerId, status: "stopped" });
  expect(messages.at(-1)?.parts.length).toBeGreaterThan(0);
});

test("a question whose answer is deleted can be answered again; the next message stands beside it", async () => {
  const { conversationId, ids } = await threeTurns();
  expect(await (await remove(conversationId, ids[5])).json()).toMatchObject({ messages: 1, activeLeafId: ids[4] });
  const id = randomUUID();
  const again = await client.send(conversationId, { regenerate: { id, of: ids[4] } });
  expect((await readUiStream(again)).error).toBeNull();
  expect((await client.conversation(conversationId)).messages.at(-1)).toMatchObject({ id, parentId: ids[4] });
  // a question that has an answer is not answered a second time by its own id
  expect(await refusal(await client.send(conversationId, { regenerate: { id: randomUUID(), of: ids[4] } }))).toEqual({
    status: 400,
    code: "parent_invalid",
  });
  await remove(conversationId, id);
  await client.ask(conversationId, "beside it");
  expect((await client.conversation(conversationId)).messages.at(-2)?.siblings[0]).toBe(ids[4]);
});

test("what cannot be deleted or brought back says so", async () => {
  const { conversationId, ids } = await threeTurns();
  const other = await threeTurns();
  const missing = { status: 404, code: "not_found" };
  for (const id of [randomUUID(), other.ids[0], "no-id"]) {
    expect(await refusal(await remove(conversationId, id))).toEqual(missing);
    expect(await refusal(await restore(conversationId, id))).toEqual(missing);
  }
  expect(await refusal(await remove(randomUUID(), ids[0]))).toEqual(missing);
  await remove(conversationId, ids[3]);
  expect(await refusal(await remove(conversationId, ids[3]))).toEqual(missing);
  await remove(conversationId, ids[2]);
  expect(await refusal(await restore(conversationId, ids[3]))).toEqual({ status: 409, code: "parent_deleted" });
  for (const body of [client.question("x", { parentId: ids[3] }), { regenerate: { id: randomUUID(), of: ids[3] } }])
    expect(await refusal(await client.send(conversationId, body))).toEqual(missing);
  expect(
    await refusal(await client.request("PUT", `/conversations/${conversationId}/branch`, { leafId: ids[3] })),
  ).toEqual(missing);
  // its time is over, whether or not it has been removed yet
  await withClient(databaseUrl, (database) =>
    database.query("update message set deleted_at = deleted_at - interval '11 minutes' where id = $1", [ids[2]]),
  );
  expect(await refusal(await restore(conversationId, ids[2]))).toEqual(missing);
});
