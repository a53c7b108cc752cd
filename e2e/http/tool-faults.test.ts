import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation, requests } = ownFakeProvider();
const { databaseUrl } = inject("installation");

/** The product's limit: one answer asks the model so often and no more. */
const callsPerCompletion = 16;
const runsSchema = z.array(z.object({ status: z.string(), runs: z.number(), keys: z.number() }));

/** The tools of one conversation as they are stored, by how they ended. `keys` = different ones; each run has one of its own. */
async function storedRuns(conversationId: string) {
  const sql = `select t.status, count(*)::int as runs, count(distinct t.idempotency_key)::int as keys
    from tool_call t join model_call c on c.id = t.call_id join completion k on k.id = c.completion_id
    where k.conversation_id = $1 group by t.status order by t.status`;
  return withClient(databaseUrl, async (database) =>
    runsSchema.parse((await database.query(sql, [conversationId])).rows),
  );
}

async function loop(params: string) {
  const conversationId = await newConversation("loop", { settings: { tools: ["calculator"] } });
  const question = `[[scenario:loop ${params}]] ${conversationId}`;
  const received = await client.ask(conversationId, question);
  const answer = (await client.conversation(conversationId)).messages[1];
  const tools = answer?.parts.filter(({ type }) => type === "tool") ?? [];
  const next = await client.ask(conversationId, `[[scenario:no-reasoning]] on ${conversationId}`);
  expect(next).toMatchObject({ error: null, done: true });
  return { conversationId, received, answer, tools, asked: requests(`[[scenario:loop ${params}]] ${conversationId}`) };
}

describe("a model that does not get on with its tools", () => {
  test("the same call again and again: the loop ends at its limit, and each call has run once", async () => {
    const { answer, tools, asked, conversationId } = await loop("steps=1000 same=1");
    // The question stands in the next request too.
    expect(asked.filter(({ bodyText }) => !bodyText.includes("no-reasoning"))).toHaveLength(callsPerCompletion);
    expect(answer?.completion).toMatchObject({ status: "done", finishReason: "tool_calls" });
    expect(tools).toHaveLength(callsPerCompletion);
    expect(await storedRuns(conversationId)).toEqual([
      { status: "done", runs: callsPerCompletion - 1, keys: callsPerCompletion - 1 },
      { status: "not_run", runs: 1, keys: 1 },
    ]);
  });

  test("fifty of the same in one request: fifty results, none twice", async () => {
    const { answer, tools, conversationId } = await loop("steps=1 calls=50 same=1");
    expect(wordsOf(answer).text).toBe(`Results: ${Array(50).fill("42").join(" | ")}`);
    expect(tools.map(({ state, result }) => `${state} ${result}`)).toEqual(Array(50).fill("done 42"));
    expect(await storedRuns(conversationId)).toEqual([{ status: "done", runs: 50, keys: 50 }]);
  });

  test("arguments that are no JSON, and a tool nobody has: a failed step, said to the model once", async () => {
    for (const params of ["args=broken", "name=python"]) {
      const { tools, asked, conversationId } = await loop(params);
      expect(tools.map(({ state }) => state)).toEqual(["failed"]);
      expect(asked.filter(({ bodyText }) => !bodyText.includes("no-reasoning"))).toHaveLength(2);
      expect(await storedRuns(conversationId)).toMatchObject([{ status: "failed", runs: 1 }]);
    }
  });

  test.each(["destroy", "length"])("a call that was cut (%s) is not run", async (fault) => {
    const { tools, answer, conversationId } = await loop(`steps=2 at=2 fault=${fault}`);
    expect(answer?.status).toBe(fault === "destroy" ? "interrupted" : "done");
    expect(tools.filter(({ state }) => state === "done")).toHaveLength(1);
    expect((await storedRuns(conversationId)).find(({ status }) => status === "done")?.runs).toBe(1);
  });
});
