import { randomUUID } from "node:crypto";
import { z } from "zod";
import { messagesOf } from "./journal-client.ts";
import { type ProductClient, type StoredMessage, wordsOf } from "./product-client.ts";
import { readUiStream } from "./ui-stream.ts";

const startSchema = z.looseObject({ type: z.literal("start"), messageId: z.string() });
const laneSchema = z.object({ answerId: z.string(), messages: z.array(z.unknown()) });
const comparisonSchema = z.looseObject({
  id: z.string(),
  question: z.looseObject({ id: z.string() }),
  lanes: z.array(laneSchema),
});

/** What is different about one lane. */
export interface LaneTarget {
  connectionId?: string;
  model: string;
  settings?: object;
}

/**
 * One question to several models, as the page asks it: the first lane is sent, the others are asked for beside it as soon as it has its
 * name. Their connections are left at once, so that whoever wants to see a lane follows it.
 */
export async function compare(
  client: ProductClient,
  conversationId: string,
  text: string,
  [first, ...others]: readonly LaneTarget[],
): Promise<{ questionId: string; lanes: { id: string; response: Response }[] }> {
  const question = client.question(text, first);
  const response = await client.send(conversationId, question);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const { chunks } = await readUiStream(response, (received) => received.chunks.length > 0);
  const of = startSchema.parse(chunks[0]).messageId;
  const beside = await Promise.all(
    others.map(async (target) => {
      const id = randomUUID();
      const answer = await client.send(conversationId, { regenerate: { id, of }, ...target });
      if (answer.status === 200) await readUiStream(answer, (received) => received.chunks.length > 0);
      return { id, response: answer };
    }),
  );
  return { questionId: question.message.id, lanes: [{ id: of, response }, ...beside] };
}

/** The lanes as the page gets them when it is opened. */
export async function openLanes(client: ProductClient, conversationId: string, ids: readonly string[]) {
  const response = await client.request("GET", `/conversations/${conversationId}/comparison?answers=${ids.join(",")}`);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const { lanes, ...rest } = comparisonSchema.parse(await response.json());
  return {
    ...rest,
    lanes: lanes.map(({ answerId, messages }) => ({
      answerId,
      messages: client.parse({ id: rest.id, title: "", activeLeafId: null, messages }).messages,
    })),
  };
}

/** A branch as a request has to have it. */
export const contextOf = (messages: readonly StoredMessage[]) =>
  messages.map((message) => ({ role: message.role, content: wordsOf(message).text }));

export const sentContext = (request: Parameters<typeof messagesOf>[0]) =>
  messagesOf(request).map(({ role, content }) => ({ role, content }));
