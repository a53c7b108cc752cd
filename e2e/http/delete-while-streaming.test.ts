import { expect, inject, test, vi } from "vitest";
import { z } from "zod";
import { rowsContaining } from "../support/database-text.ts";
import { inTurns } from "../support/in-turns.ts";
import { danglingRows } from "../support/tree-faults.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");
const patience = { timeout: 10_000, interval: 20 };
const listSchema = z.object({ conversations: z.array(z.looseObject({ id: z.string() })) });

/** Where in its answer a conversation is deleted, from the moment the question goes out to its last words. */
const points = Array.from({ length: 20 }, (_, index) => index * 12);
const length = 200;

test("deleted at 20 points of its answer: the stream ends, upstream too, and no row is left that names it", {
  timeout: 120_000,
}, async () => {
  const ids = await inTurns(points, 5, async (words) => {
    const settings = { tools: ["calculator"] };
    const conversationId = await newConversation("default", { settings });
    const question = client.question(`[[scenario:paced n=${length} rate=300 reasoning=0.4]] ${conversationId}`);
    const sending = client.send(conversationId, question);
    const seen = (text: string) => text.split(" ").length > words;
    const gone = sending.then(async (response) => {
      const [mine = null, other = null] = response.body?.tee() ?? [];
      const whole = readUiStream(new Response(mine));
      await readUiStream(new Response(other), ({ text, reasoning }) => seen(reasoning + text));
      return whole;
    });
    // The first point is before anything has come back at all.
    if (words > 0) {
      const response = await sending;
      expect(response.status).toBe(200);
      await vi.waitFor(async () => {
        const answer = (await client.conversation(conversationId)).messages[1];
        expect(seen((answer?.parts ?? []).map(({ text }) => text).join("")) || answer?.status === "done").toBe(true);
      }, patience);
    } else await sending;
    const deletedAt = Date.now();
    expect((await client.request("DELETE", `/conversations/${conversationId}`)).status).toBe(204);
    const { done } = await gone;
    expect(done).toBe(true);
    expect(Date.now() - deletedAt).toBeLessThan(1500);
    await vi.waitFor(() => {
      const [request] = requests(conversationId);
      expect(request?.abortedAt ?? request?.endedAt).toBeTypeOf("number");
    }, patience);
    expect((await client.request("GET", `/conversations/${conversationId}`)).status).toBe(404);
    return conversationId;
  });
  // Saves that were under way and titles that were being made have had their time.
  await client.ask(await newConversation(), "[[scenario:paced n=60 rate=60]] in the meantime");
  const { conversations } = listSchema.parse(await (await client.request("GET", "/conversations?limit=100")).json());
  expect(conversations.filter(({ id }) => ids.includes(id))).toEqual([]);
  for (const id of ids) expect(await rowsContaining(databaseUrl, id)).toEqual({});
  expect(await danglingRows(databaseUrl)).toEqual({});
});
