import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, inject, test, vi } from "vitest";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { insertForeignConversation } from "./foreign.ts";
import { ownFakeProvider } from "./own-fake.ts";
import { refusal } from "./refusal.ts";

const { databaseUrl } = inject("installation");
const { client, newConversation } = ownFakeProvider();

// of all files before this one too: their last answers may still be ending
afterAll(() =>
  vi.waitFor(async () => expect(await countOddRows(databaseUrl)).toEqual(noOddRows), {
    timeout: 30_000,
    interval: 100,
  }),
);

const message = (more: object = {}) => ({ id: randomUUID(), text: "Hello", ...more });

describe("ids", () => {
  const calls: [string, string, object?][] = [
    ["GET", ""],
    ["GET", "?tree=1"],
    ["PATCH", "", { title: "Mine" }],
    ["DELETE", ""],
    ["GET", "/completion"],
    ["DELETE", "/completion"],
    ["GET", "/export?format=json"],
    ["GET", "/export?format=markdown"],
    ["GET", `/replay?message=${randomUUID()}`],
    ["PUT", "/branch", { leafId: randomUUID() }],
    ["POST", "/messages", { message: message() }],
    ["POST", "/messages", { regenerate: { id: randomUUID(), of: randomUUID() } }],
  ];
  test.each(calls)("%s …%s on what does not exist, is no id, or is somebody else's", async (method, path, body) => {
    const foreign = await insertForeignConversation(databaseUrl);
    for (const id of [randomUUID(), "x", "%00", "..%2f..", foreign.conversationId]) {
      const response = await client.request(method, `/conversations/${id}${path}`, body);
      expect(await refusal(response), id).toEqual({ status: 404, code: "not_found" });
    }
  });

  test("messages of somebody else, or of another conversation, are no parents, no leaves and no answers", async () => {
    const foreign = await insertForeignConversation(databaseUrl);
    const conversationId = await newConversation();
    await client.ask(conversationId, "Mine");
    const other = await newConversation();
    await client.ask(other, "Elsewhere");
    const elsewhere = (await client.conversation(other)).activeLeafId;
    const before = await client.conversation(conversationId, "?tree=1");
    for (const id of [foreign.answerId, foreign.questionId, elsewhere, randomUUID()]) {
      const parent = await client.send(conversationId, client.question("Under it", { parentId: id }));
      expect(await refusal(parent)).toEqual({ status: 404, code: "not_found" });
      const regenerate = await client.send(conversationId, { regenerate: { id: randomUUID(), of: id } });
      expect((await refusal(regenerate)).status).toBe(404);
      const leaf = await client.request("PUT", `/conversations/${conversationId}/branch`, { leafId: id });
      expect(await refusal(leaf)).toEqual({ status: 404, code: "not_found" });
      expect((await client.follow(conversationId, `?message=${id}`)).status).toBe(404);
      expect((await client.stop(conversationId, `?message=${id}`)).status).toBe(404);
      const replay = await client.request("GET", `/conversations/${conversationId}/replay?message=${id}`);
      expect((await refusal(replay)).status).toBe(404);
    }
    const taken = await client.send(conversationId, { message: message({ id: foreign.questionId }) });
    expect(await refusal(taken)).toEqual({ status: 409, code: "id_reused" });
    expect(await client.conversation(conversationId, "?tree=1")).toEqual(before);
  });

  test("a question is no parent of a question, and has no other answer to be regenerated from", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Mine");
    const [question] = (await client.conversation(conversationId)).messages;
    const under = await client.send(conversationId, client.question("Under it", { parentId: question?.id }));
    expect(await refusal(under)).toEqual({ status: 400, code: "parent_invalid" });
    const regenerate = await client.send(conversationId, { regenerate: { id: randomUUID(), of: question?.id } });
    expect((await refusal(regenerate)).status).toBeOneOf([400, 404]);
  });

  test("an id in capitals is the same id", async () => {
    const conversationId = await newConversation();
    const body = { message: message() };
    const first = await readUiStream(await client.send(conversationId, body));
    const again = await client.send(conversationId.toUpperCase(), {
      message: { ...body.message, id: body.message.id.toUpperCase() },
    });
    expect((await readUiStream(again)).text).toBe(first.text);
    expect((await client.conversation(conversationId)).messages).toHaveLength(2);
  });

  test.each([
    ["PUT", "/conversations"],
    ["DELETE", "/tags"],
    ["POST", "/conversations/:id"],
    ["GET", "/conversations/:id/messages"],
    ["DELETE", "/conversations/:id/messages"],
    ["POST", "/conversations/:id/completion"],
    ["POST", "/models"],
    ["GET", "/conversations/:id/branch"],
  ])("%s %s is no method of it", async (method, path) => {
    const response = await client.request(method, path.replace(":id", await newConversation()));
    expect(response.status).toBe(405);
  });
});
