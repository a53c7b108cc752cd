import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { FakeProvider } from "./fake-provider.ts";
import { lastWords, type OddConversation, type OddTurn } from "./odd-conversations.ts";
import type { ProductClient } from "./product-client.ts";
import { type Received, readUiStream } from "./ui-stream.ts";

export interface Stage {
  client: ProductClient;
  fake: FakeProvider;
  /** by the number in a turn */
  connectionIds: readonly string[];
}

interface Asked {
  /** stands in the question, and so in every request about it */
  mark: string;
  /** what the question stands under */
  under: string | null;
  answerId: string;
}

const startSchema = z.looseObject({ type: z.literal("start"), messageId: z.string() });

/** Has the conversation with the product, one turn after the other; the last answer of one that is to be killed is left running. */
export async function playConversation(stage: Stage, { turns, isKilled }: OddConversation): Promise<string> {
  const { client } = stage;
  const conversationId = await client.newConversation({});
  const asked: Asked[] = [];
  for (const [index, turn] of turns.entries()) {
    const hangs = isKilled && index === turns.length - 1;
    const earlier = asked[turn.pick % Math.max(asked.length, 1)];
    const last = asked.at(-1);
    const target = {
      connectionId: stage.connectionIds[turn.connection],
      model: turn.model,
      settings: { tools: ["calculator", "current_time"] },
    };
    if (turn.verb === "regenerate" && earlier) {
      scriptTurn(stage.fake, turn, earlier.mark, hangs);
      const id = randomUUID();
      const body = { regenerate: { id, of: earlier.answerId }, ...target };
      await readTurn(stage, conversationId, turn, body, hangs);
      asked.push({ ...earlier, answerId: id });
    } else {
      const isEdit = turn.verb === "edit" && earlier !== undefined;
      const mark = randomUUID();
      scriptTurn(stage.fake, turn, mark, hangs);
      const body = client.question(`${mark} ${turn.words}`, isEdit ? { ...target, parentId: earlier.under } : target);
      const { chunks } = await readTurn(stage, conversationId, turn, body, hangs);
      const under = isEdit ? earlier.under : (last?.answerId ?? null);
      asked.push({ mark, under, answerId: startSchema.parse(chunks[0]).messageId });
    }
  }
  return conversationId;
}

function scriptTurn(fake: FakeProvider, { calls, end }: OddTurn, mark: string, hangs: boolean): void {
  for (const [index, { chunks }] of calls.entries()) {
    const isLast = index === calls.length - 1;
    const steps = chunks.map((text) => ({ text: `data: ${text}\n\n` }));
    const hasMark = !isLast || (end === "mark" && !hangs);
    const how = hangs || end === "stop" ? "hang" : end === "destroy" ? "destroy" : "end";
    fake.script({
      steps: hasMark ? [...steps, { text: "data: [DONE]\n\n" }] : steps,
      end: isLast ? how : "end",
      contains: mark,
    });
  }
}

async function readTurn(
  { client }: Stage,
  conversationId: string,
  { end }: OddTurn,
  body: unknown,
  hangs: boolean,
): Promise<Received> {
  const response = await client.send(conversationId, body);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  let stopping: Promise<Response> | null = null;
  const received = await readUiStream(response, ({ text }) => {
    const isSaid = text.endsWith(lastWords);
    if (isSaid && end === "stop" && !hangs) stopping ??= client.stop(conversationId);
    return isSaid && hangs;
  });
  await stopping;
  return received;
}
