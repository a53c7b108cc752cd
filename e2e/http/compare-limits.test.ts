import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compare, openLanes } from "../support/lanes.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { refusal } from "./refusal.ts";

/** Filled to two answers below what one person may have running. */
let own: OwnProduct;
beforeAll(async () => {
  own = await startOwnProduct({ MAX_RUNNING: "1000" });
});
afterAll(() => own?.end());

test("lanes over the limit of one person are refused with its error, and the others run to their end", {
  timeout: 180_000,
}, async () => {
  const { client, connectionId } = own;
  for (let batch = 0; batch < 16; batch += 1)
    await Promise.all(
      Array.from({ length: batch === 15 ? 14 : 16 }, async () => {
        const id = await client.newConversation({ connectionId, model: "fake/hang-first-byte" });
        const response = await client.send(id, client.question("Hold"));
        expect(response.status).toBe(200);
        await readUiStream(response, ({ chunks }) => chunks.length > 0);
      }),
    );
  const conversationId = await client.newConversation({ connectionId, model: "fake/paced" });
  const { lanes } = await compare(client, conversationId, "Which of these has room?", [
    { model: "fake/paced" },
    { model: "fake/paced", settings: { reasoning: { effort: "low" } } },
  ]);
  const ids = lanes.map(({ id }) => id);
  const [of = ""] = ids;
  for (const id of ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"]) {
    const response = await client.send(conversationId, { regenerate: { id, of }, model: "fake/paced" });
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await refusal(response)).toEqual({ status: 429, code: "too_many_requests" });
    ids.push(id);
  }
  await vi.waitFor(
    async () => {
      const { lanes: ran } = await openLanes(client, conversationId, ids.slice(0, 2));
      for (const { messages } of ran) expect(wordsOf(messages[0]).text).toMatch(/^t0 .*t199 $/);
    },
    { timeout: 20_000, interval: 100 },
  );
  const opened = await openLanes(client, conversationId, ids);
  expect(opened.lanes.map(({ messages }) => messages[0]?.status ?? null)).toEqual(["done", "done", null, null]);
  // the same lane again, now that there is room
  const again = await client.send(conversationId, { regenerate: { id: ids[2], of }, model: "fake/default" });
  expect((await readUiStream(again)).done).toBe(true);
});
