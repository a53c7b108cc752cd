import { setTimeout as wait } from "node:timers/promises";
import type { FakeProvider } from "../fake-provider.ts";
import { countOddRows, noOddRows } from "../odd-rows.ts";
import type { Product } from "../product.ts";
import { type ProductClient, productClient } from "../product-client.ts";
import { treeFaults } from "../tree-faults.ts";
import { readUiStream } from "../ui-stream.ts";
import { type Asked, type CheckedAnswer, checkAnswer } from "./check-answer.ts";
import { type KillPlan, type PlannedQuestion, planKill } from "./plan.ts";

export interface KillSetting {
  product: Product;
  fake: FakeProvider;
  connectionId: string;
  random: () => number;
  /** between the beginning of a round and its kill, at most */
  longestMs: number;
  /** every question acknowledged so far, by its id: looked for again at the end */
  history: Map<string, string>;
}

/** What a kill -9 in the middle of several answers did. */
export interface KillRound {
  killMs: number;
  startKillMs: number | null;
  answers: CheckedAnswer[];
  restartMs: number;
  /** everything that is not as it has to be */
  faults: string[];
}

/** A server closes a kept connection in the moment in which it is used: whoever asks for what may be asked twice asks again. */
async function again<T>(work: () => Promise<T>, times = 3): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (times <= 1 || !(error instanceof TypeError)) throw error;
    return again(work, times - 1);
  }
}

const now = () => performance.timeOrigin + performance.now();

/** Kills the whole tree of processes while answers run, starts it again and compares what is stored with what was sent and shown. */
export async function killRound(setting: KillSetting): Promise<KillRound> {
  const { product, fake, connectionId, random, longestMs, history } = setting;
  const client = productClient(product.url);
  const plan = planKill(random, longestMs);
  fake.reset();
  const settings = { tools: ["calculator"] };
  const conversations = await Promise.all(
    plan.questions.map(() => again(() => client.newConversation({ connectionId, model: "fake/paced", settings }))),
  );
  const begunAt = now();
  const asked = plan.questions.map((question, index) => ask(client, question, conversations[index] ?? ""));
  const rename = renameAt(client, plan, conversations[0] ?? "");
  await wait(Math.max(0, begunAt + plan.killMs - now()));
  const killedAt = await product.kill();
  await Promise.all([...asked.map(({ over }) => over), rename.over]);

  if (plan.startKillMs !== null) {
    const starting = product.start().catch(() => null);
    await wait(plan.startKillMs);
    await product.kill();
    await starting;
  }
  const { ms } = await product.start();

  // Asked first of all: "ready" means that what was left behind has been cleared up.
  const odd = await countOddRows(product.databaseUrl());
  const faults = JSON.stringify(odd) === JSON.stringify(noOddRows) ? [] : [`rows ${JSON.stringify(odd)}`];
  const trees = await Promise.all(conversations.map((id) => again(() => client.conversation(id, "?tree=1"))));
  const answers = asked.map(({ asked: question }, index) => {
    const [request] = fake.requests.filter(({ bodyText }) => bodyText.includes(question.id));
    const messages = trees[index]?.messages ?? [];
    if (question.acknowledgedAt !== null && question.acknowledgedAt <= killedAt)
      history.set(question.id, question.text);
    return checkAnswer(question, messages, killedAt, request?.firstByteAt ?? Number.POSITIVE_INFINITY);
  });
  faults.push(...answers.flatMap((answer) => answer.faults.map((fault) => `${answer.kind}: ${fault}`)));
  faults.push(...trees.flatMap(treeFaults));
  if (rename.isSavedBefore(killedAt) && trees[0]?.title !== rename.title) faults.push("an acknowledged title is lost");
  faults.push(...(await nextFaults(client, conversations, history)));
  return { killMs: plan.killMs, startKillMs: plan.startKillMs, answers, restartMs: ms, faults };
}

/** Sends one question at its time and keeps what a reader gets, until the connection dies with the product: that is the point. */
function ask(client: ProductClient, question: PlannedQuestion, conversationId: string) {
  const body = client.question("");
  const text = `[[scenario:${question.scenario}]] ${body.message.id}`;
  const asked: Asked = { ...question, conversationId, id: body.message.id, text, acknowledgedAt: null, received: null };
  const send = async () => {
    await wait(question.atMs);
    const response = await client.send(conversationId, { message: { ...body.message, text } });
    if (response.status === 200) asked.acknowledgedAt = now();
    await readUiStream(response, (received) => {
      asked.received = received;
      return false;
    });
  };
  return { asked, over: send().catch(() => {}) };
}

function renameAt(client: ProductClient, { renameMs }: KillPlan, conversationId: string) {
  const title = `Named at ${renameMs}`;
  let savedAt: number | null = null;
  const save = async () => {
    if (renameMs === null) return;
    await wait(renameMs);
    const { status } = await client.request("PATCH", `/conversations/${conversationId}`, { title });
    if (status === 204) savedAt = now();
  };
  const over = save().catch(() => {});
  return { title, over, isSavedBefore: (at: number) => savedAt !== null && savedAt <= at };
}

/** The next message works: under an answer that was interrupted, and in a conversation whose question may never have arrived. */
async function nextFaults(client: ProductClient, conversations: string[], history: Map<string, string>) {
  const [first = "", last = first] = [conversations[0], conversations.at(-1)];
  const results = await Promise.all(
    [...new Set([first, last])].map(async (conversationId) => {
      const question = client.question(`[[scenario:no-reasoning]] after ${conversationId}`);
      const received = await again(() => client.send(conversationId, question)).then(readUiStream);
      history.set(question.message.id, question.message.text);
      return received.error === null && received.done && received.text !== "";
    }),
  ).catch(() => [false]);
  return results.every(Boolean) ? [] : ["the next message does not work"];
}
