import { setTimeout as wait } from "node:timers/promises";
import type { FakeProvider } from "./fake-provider.ts";
import { countOddRows, noOddRows } from "./odd-rows.ts";
import type { Product } from "./product.ts";
import { productClient, wordsOf } from "./product-client.ts";
import { readUiStream } from "./ui-stream.ts";

/** What a kill -9 in the middle of an answer did. */
export interface KillRound {
  /** from sending the question to the kill */
  delayMs: number;
  /** the product had answered 200: from then on the question may not be lost */
  acknowledged: boolean;
  questionStored: boolean;
  status: string | null;
  tokens: number;
  /** between the kill and the time at which the last stored token was sent; null when none had been sent */
  lostMs: number | null;
  restartMs: number;
  /** everything that is not as it has to be */
  faults: string[];
}

export interface KillSetting {
  product: Product;
  fake: FakeProvider;
  connectionId: string;
  delayMs: number;
}

/** The promise: all but the last second. One token's distance more, since a token not yet sent cannot be stored. */
const promisedMs = 1000;
const rate = 100;

/** Kills the whole tree of processes while an answer runs, starts it again and compares what is stored with what was sent. */
export async function killRound({ product, fake, connectionId, delayMs }: KillSetting): Promise<KillRound> {
  const client = productClient(product.url);
  const conversationId = await client.newConversation({ connectionId, model: "fake/paced" });
  const text = `[[scenario:paced n=100000 rate=${rate} reasoning=0.0005 stamp=1]] ${conversationId}`;
  const sentAt = performance.now();
  let acknowledged = false;
  const reading = client
    .send(conversationId, client.question(text))
    .then((response) => {
      acknowledged = response.status === 200;
      return readUiStream(response);
    })
    // The connection dies with the product: that is the point.
    .catch(() => null);
  await wait(delayMs);
  const killedAt = performance.timeOrigin + performance.now();
  const wasAcknowledged = acknowledged;
  const hadSent =
    (fake.requests.find((entry) => entry.bodyText.includes(conversationId))?.firstByteAt ?? null) !== null;
  const round = { delayMs: Math.round(performance.now() - sentAt), acknowledged: wasAcknowledged };
  await product.kill();
  await reading;
  const { ms } = await product.start();

  // Asked first of all: "ready" means that what was left behind has been cleared up.
  const { messages } = await client.conversation(conversationId);
  const odd = await countOddRows(product.databaseUrl());
  const [question, answer] = messages;
  const { text: said, reasoning } = wordsOf(answer);
  const stamps = `${reasoning}${said}`.trim().split(" ").filter(Boolean);
  const last = stamps.at(-1)?.split("@")[1];
  const lostMs = last === undefined ? null : Math.max(0, killedAt - Number(last));

  const faults: string[] = [];
  if (wasAcknowledged && wordsOf(question).text !== text) faults.push("the question is lost");
  if (question && answer?.status !== "interrupted") faults.push(`status ${answer?.status}`);
  if (question && answer?.completion?.error?.code !== "completion_interrupted") faults.push("no code");
  if (stamps.some((stamp, index) => !stamp.startsWith(`t${index}@`))) faults.push("a gap in the text");
  if (lostMs !== null && lostMs > promisedMs + 1000 / rate) faults.push(`${Math.round(lostMs)} ms lost`);
  if (lostMs === null && hadSent && round.delayMs > promisedMs + 500) faults.push("all text lost");
  if (JSON.stringify(odd) !== JSON.stringify(noOddRows)) faults.push(`rows ${JSON.stringify(odd)}`);
  const next = await client.ask(conversationId, `[[scenario:default]] after ${conversationId}`).catch(String);
  if (typeof next === "string" || next.error) faults.push("the next message does not work");
  return {
    ...round,
    questionStored: question !== undefined,
    status: answer?.status ?? null,
    tokens: stamps.length,
    lostMs,
    restartMs: ms,
    faults,
  };
}
