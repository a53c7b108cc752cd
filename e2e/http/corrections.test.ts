import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { startRound, strictRounds } from "../support/strict-rounds.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, requests } = ownFakeProvider();

const learnedSchema = z.object({
  connections: z.array(
    z.looseObject({
      id: z.string(),
      learned: z.array(z.looseObject({ modelId: z.string().nullable(), text: z.string(), source: z.string() })),
    }),
  ),
});

interface Round {
  settings: object;
  /** what the server says to the first request, with 400 */
  refusal: object;
}

/** Two questions to a connection of their own; the first request is refused with these words, every later one answered. */
async function refusedOnce({ settings, refusal }: Round) {
  const connectionId = await client.newConnection(`Refusing ${randomUUID()}`, `${fake().url}/v1`);
  const conversationId = await client.newConversation({ connectionId, model: "fake/default", settings });
  const [first, second] = [`First ${randomUUID()}`, `Second ${randomUUID()}`];
  fake().script({
    status: 400,
    headers: { "content-type": "application/json" },
    steps: [{ text: JSON.stringify(refusal) }],
    contains: first,
  });
  const errors = [(await client.ask(conversationId, first)).error, (await client.ask(conversationId, second)).error];
  const { connections } = learnedSchema.parse(await (await client.request("GET", "/connections")).json());
  const learned = connections.find(({ id }) => id === connectionId)?.learned ?? [];
  await client.request("DELETE", `/connections/${connectionId}`);
  return {
    errors,
    learned: learned.map(({ modelId, text, source }) => ({ modelId, text, source })),
    first: requests(first)
      .filter((entry) => !entry.bodyText.includes(second))
      .map(({ body }) => body),
    second: requests(second).map(({ body }) => body),
  };
}

test("a parameter the model refuses is left out, once and for all", async () => {
  const { errors, learned, first, second } = await refusedOnce({
    settings: { temperature: 0.7, seed: 7 },
    refusal: { error: { message: "Unsupported value: 'temperature' does not support 0.7 with this model." } },
  });
  expect(errors).toEqual([null, null]);
  expect(learned).toEqual([{ modelId: "fake/default", text: "Refuses temperature", source: "learned" }]);
  expect(first.map((body) => [body?.temperature, body?.seed])).toEqual([
    [0.7, 7],
    [undefined, 7],
  ]);
  expect(second.map((body) => [body?.temperature, body?.seed])).toEqual([[undefined, 7]]);
});

test("the object is refused, the word is taken", async () => {
  const { errors, first, second } = await refusedOnce({
    settings: { reasoning: { effort: "high", exclude: true } },
    refusal: { message: "reasoning: property 'reasoning' is unsupported", code: "wrong_api_format" },
  });
  expect(errors).toEqual([null, null]);
  const forms = (bodies: typeof first) => bodies.map((body) => [body?.reasoning, body?.reasoning_effort]);
  expect(forms(first)).toEqual([
    [{ effort: "high", exclude: true }, undefined],
    [undefined, "high"],
  ]);
  expect(forms(second)).toEqual([[undefined, "high"]]);
});

test("what cannot be put right fails with the server's words, asked once", async () => {
  const { errors, learned, first } = await refusedOnce({
    settings: { temperature: 0.7 },
    refusal: { error: { message: "This prompt is not allowed." } },
  });
  expect(errors[0]).toMatchObject({ code: "provider_refused" });
  expect(first).toHaveLength(1);
  expect(learned).toEqual([]);
});

test.concurrent.each(Object.entries(strictRounds))(
  "%s: at most one more request, and from then on none",
  async (_, round) => {
    const { ask, connectionId } = await startRound(client, fake(), round);
    for (const refused of [...round.refused, 0]) {
      const { text, error, statuses } = await ask();
      expect(error).toBeNull();
      expect(text).toMatch(/Results: 10$/);
      expect(statuses.filter((status) => status === 400)).toHaveLength(refused);
      expect(statuses).toHaveLength(2 + refused);
      // Never refused twice in a row: each wrong form is put right by the very next request.
      expect(statuses.join(" ")).not.toContain("400 400");
    }
    await client.request("DELETE", `/connections/${connectionId}`);
  },
);
