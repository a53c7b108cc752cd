import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { client, newConversation, requests } = ownFakeProvider();
const hashOf = (value: unknown) => createHash("sha256").update(JSON.stringify(value)).digest("hex");
const edit = (conversationId: string, of: string | null | undefined, body: object) =>
  client.request("POST", `/conversations/${conversationId}/messages/${of}/edit`, body);
const expectRefusal = async (response: Response, status: number, code: string) =>
  expect(await refusal(response)).toEqual({ status, code });

test("an edited answer stands beside the original, which keeps every byte; only the new words go out", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "[[scenario:openrouter-signed]] the original");
  const before = await client.exported(conversationId);
  const original = before.messages.at(-1);
  const [id, text] = [randomUUID(), "  My own words: \u{1f600}\n\nkept as typed.  "];
  const response = await edit(conversationId, original?.id, { id, text });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id });

  const after = await client.conversation(conversationId);
  expect(after.activeLeafId).toBe(id);
  expect(after.messages.at(-1)).toMatchObject({
    ...{ id, parentId: original?.parentId, role: "assistant", status: "done", completion: null },
    ...{ editedFromId: original?.id, siblings: [original?.id, id] },
  });
  expect(wordsOf(after.messages.at(-1))).toEqual({ text, reasoning: "" });
  const kept = (await client.exported(conversationId)).messages.find((message) => message.id === original?.id);
  expect(hashOf({ ...kept, siblings: [] })).toBe(hashOf({ ...original, siblings: [] }));

  await client.ask(conversationId, `after the edit ${conversationId}`);
  const sent = JSON.stringify(requests(`after the edit ${conversationId}`)[0]?.body);
  const { messages } = JSON.parse(sent);
  expect(messages[1]).toEqual({ role: "assistant", content: text });
  expect(sent).not.toContain("reasoning_details");
});

test("the same edit twice is one; with other words, or an id that is taken, it is refused", async () => {
  const conversationId = await newConversation();
  await client.ask(conversationId, "once");
  const of = (await client.conversation(conversationId)).activeLeafId;
  const body = { id: randomUUID(), text: "again" };
  const statuses = await Promise.all([1, 2, 3].map(async () => (await edit(conversationId, of, body)).status));
  expect(statuses).toEqual([201, 201, 201]);
  expect((await client.conversation(conversationId, "?tree=1")).messages).toHaveLength(3);
  await expectRefusal(await edit(conversationId, of, { ...body, text: "other" }), 409, "id_reused");
  await expectRefusal(await edit(conversationId, of, { ...body, id: of }), 409, "id_reused");
});

test("what cannot be edited: unknown, elsewhere, a question, one that runs, no words", async () => {
  const [conversationId, other] = [await newConversation(), await newConversation()];
  await client.ask(conversationId, "here");
  await client.ask(other, "there");
  const { messages } = await client.conversation(conversationId);
  const elsewhere = (await client.conversation(other)).activeLeafId;
  const body = () => ({ id: randomUUID(), text: "x" });
  await expectRefusal(await edit(conversationId, randomUUID(), body()), 404, "not_found");
  await expectRefusal(await edit(conversationId, elsewhere, body()), 404, "not_found");
  await expectRefusal(await edit(randomUUID(), messages[1]?.id, body()), 404, "not_found");
  await expectRefusal(await edit(conversationId, "no-id", body()), 404, "not_found");
  await expectRefusal(await edit(conversationId, messages[0]?.id, body()), 400, "not_an_answer");
  await expectRefusal(await edit(conversationId, messages[1]?.id, { ...body(), text: " \n" }), 400, "message_empty");
  await expectRefusal(await edit(conversationId, messages[1]?.id, { text: "x" }), 400, "invalid_request");
  const long = { ...body(), text: "x".repeat(1_000_001) };
  await expectRefusal(await edit(conversationId, messages[1]?.id, long), 413, "body_too_large");

  const running = await client.send(conversationId, client.question("[[scenario:paced n=400 rate=100]] long"));
  const answerId = (await client.conversation(conversationId)).activeLeafId;
  await expectRefusal(await edit(conversationId, answerId, body()), 409, "completion_running");
  await client.stop(conversationId);
  await running.text();
  await client.request("DELETE", `/conversations/${conversationId}/messages/${answerId}`);
  await expectRefusal(await edit(conversationId, answerId, body()), 404, "not_found");
});
