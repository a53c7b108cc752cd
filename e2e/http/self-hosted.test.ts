import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

/** What servers of one's own need that services do not. */
const { client, fake, requests } = ownFakeProvider();
let connectionId: string;
beforeAll(async () => {
  connectionId = await client.newConnection(`Own ${randomUUID()}`, `${fake().url}/v1`);
  await client.request("PATCH", `/connections/${connectionId}`, { profile: "vllm" });
  await client.request("GET", "/models");
});
afterAll(() => client.request("DELETE", `/connections/${connectionId}`));

const learnedSchema = z.object({
  connections: z.array(
    z.looseObject({
      id: z.string(),
      learned: z.array(z.looseObject({ modelId: z.string().nullable(), text: z.string() })),
    }),
  ),
});

test("a model whose template opens the thoughts in the prompt: found out with the first answer, read right from the second on", async () => {
  const conversationId = await client.newConversation({ connectionId, model: "fake/default" });
  const ask = async (text: string) => {
    fake().script({
      contains: text,
      steps: [
        ...["Two and two, h", "m.\n</thi", "nk>\n\nFo", "ur."].map((content) => ({
          json: { choices: [{ index: 0, delta: { content } }] },
        })),
        { json: { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] } },
        { text: "data: [DONE]\n\n" },
      ],
    });
    await client.ask(conversationId, text);
    return wordsOf((await client.conversation(conversationId)).messages.at(-1));
  };
  expect(await ask(`First ${randomUUID()}`)).toEqual({ text: "Two and two, hm.\n</think>\n\nFour.", reasoning: "" });
  const { connections } = learnedSchema.parse(await (await client.request("GET", "/connections")).json());
  expect(connections.find(({ id }) => id === connectionId)?.learned).toMatchObject([
    { modelId: "fake/default", text: "Answers begin inside of their thoughts" },
  ]);
  const { text, reasoning } = await ask(`Second ${randomUUID()}`);
  expect(reasoning).toBe("Two and two, hm.\n");
  expect(text.trim()).toBe("Four.");

  // A person's word beats what was found out.
  await client.request("PATCH", `/connections/${connectionId}`, { profileOverrides: { thinkOpen: false } });
  expect((await ask(`Third ${randomUUID()}`)).reasoning).toBe("");
});

test("an answer nobody has set a limit for gets one, within the context, and it is shown as sent", async () => {
  const conversationId = await client.newConversation({ connectionId, model: "fake/no-reasoning" });
  await client.ask(conversationId, `Short ${conversationId}`);
  await client.ask(conversationId, `Own limit ${conversationId}`, { settings: { max_tokens: 77 } });
  expect(requests(conversationId).map(({ body }) => body?.max_tokens)).toEqual([65_536, 77]);
  const answer = (await client.conversation(conversationId)).messages[1];
  expect(answer?.completion?.settings).toMatchObject({ max_tokens: 65_536 });
});
