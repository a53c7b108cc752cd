import { expect, inject, test } from "vitest";
import { z } from "zod";
import { productClient } from "../support/product-client.ts";

const client = productClient(inject("installation").url);
const conflictSchema = z.strictObject({
  error: z.strictObject({
    code: z.literal("changed_elsewhere"),
    message: z.string(),
    requestId: z.string(),
    conflict: z.strictObject({
      version: z.number(),
      stored: z.looseObject({ title: z.string() }),
      sent: z.looseObject({}),
    }),
  }),
});
const versionOf = async (id: string) => z.number().parse((await client.conversation(id)).version);
const patch = (id: string, body: object) => client.request("PATCH", `/conversations/${id}`, body);

test("a hundred renames at once from the same version: one is saved, the others are told both titles", async () => {
  const conversationId = await client.newConversation();
  const version = await versionOf(conversationId);
  const titles = Array.from({ length: 100 }, (_, index) => `Title ${index}`);
  const answers = await Promise.all(
    titles.map(async (title) => {
      const response = await patch(conversationId, { title, version });
      return { title, status: response.status, text: await response.text() };
    }),
  );
  const saved = answers.filter(({ status }) => status === 204);
  expect(saved).toHaveLength(1);
  const stored = await client.conversation(conversationId);
  expect(stored.title).toBe(saved[0]?.title);
  for (const { title, status, text } of answers) {
    if (status === 204) continue;
    expect(status).toBe(409);
    const { error } = conflictSchema.parse(JSON.parse(text));
    expect(error.conflict).toMatchObject({ version: version + 1, stored: { title: stored.title }, sent: { title } });
    expect(error.message).toContain(stored.title);
    expect(error.message).toContain(title);
  }
});

test("settings too: the second is told both, and saves once it has read the first", async () => {
  const conversationId = await client.newConversation({ settings: { temperature: 0.1 } });
  const version = await versionOf(conversationId);
  expect((await patch(conversationId, { settings: { temperature: 0.2 }, version })).status).toBe(204);
  const second = await patch(conversationId, { settings: { temperature: 0.3 }, version });
  expect(second.status).toBe(409);
  const { conflict } = conflictSchema.parse(await second.json()).error;
  expect(conflict).toMatchObject({
    stored: { settings: { temperature: 0.2 } },
    sent: { settings: { temperature: 0.3 } },
  });
  expect((await client.conversation(conversationId)).settings).toEqual({ temperature: 0.2 });
  expect((await patch(conversationId, { settings: { temperature: 0.3 }, version: conflict.version })).status).toBe(204);
  expect((await client.conversation(conversationId)).settings).toEqual({ temperature: 0.3 });
});

test("an answer in between is no other change, and without a version the last one counts", async () => {
  const connectionId = await client.connectionId("OpenRouter");
  const conversationId = await client.newConversation({ connectionId, model: "fake/default" });
  const version = await versionOf(conversationId);
  await client.ask(conversationId, "A question in between");
  expect((await patch(conversationId, { title: "First", version })).status).toBe(204);
  expect((await patch(conversationId, { title: "Second" })).status).toBe(204);
  expect(await versionOf(conversationId)).toBe(version + 2);
  expect((await patch(conversationId, { title: "x", version: -1 })).status).toBe(400);
});
