import { randomUUID } from "node:crypto";
import { expect, inject, test, vi } from "vitest";
import { seededRandom } from "../../scripts/faults/random.mjs";
import { inTurns } from "../support/in-turns.ts";
import { productClient, type StoredConversation } from "../support/product-client.ts";
import { danglingRows, treeFaults } from "../support/tree-faults.ts";
import { readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();
const { url, databaseUrl } = inject("installation");
const tabs = [productClient(url), productClient(url)];

const seed = Number(process.env.RACE_SEED ?? Date.now() % 1_000_000);
const pick = <T>(random: () => number, list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];

interface Sent {
  /** of the question, or of the answer made again */
  id: string;
  status: number;
  /** of the answer its stream was about */
  answerId: unknown;
}

/** What one tab does, without knowing of the other: a few steps, each with what it believes the tree to be. */
async function act(tab: ReturnType<typeof productClient>, conversationId: string, random: () => number, sent: Sent[]) {
  const problems: string[] = [];
  const stream = async (id: string, body: object) => {
    const response = await tab.send(conversationId, body);
    const received = response.status === 200 ? await readUiStream(response) : null;
    if (response.status !== 200) await response.text();
    if (received && !received.done) problems.push(`the stream of ${id} has no end`);
    sent.push({ id, status: response.status, answerId: received?.chunks[0]?.messageId });
    return response.status;
  };
  let seen: StoredConversation["messages"] = [];
  for (let step = 0; step < 4; step += 1) {
    const answers = seen.filter(({ role }) => role === "assistant");
    const target = pick(random, answers)?.id;
    const text = `[[scenario:paced n=${Math.floor(random() * 12) + 1} rate=200]] step ${step}`;
    const roll = random();
    let status: number;
    if (roll < 0.45 || target === undefined) {
      const more = target !== undefined && random() < 0.5 ? { parentId: target } : {};
      const body = tab.question(text, more);
      // Sometimes the reply is lost, and the tab sends the same again.
      const statuses = await Promise.all([
        stream(body.message.id, body),
        ...(random() < 0.2 ? [stream(body.message.id, body)] : []),
      ]);
      status = Math.max(...statuses);
    } else if (roll < 0.65) {
      const id = randomUUID();
      status = await stream(id, { regenerate: { id, of: target } });
    } else if (roll < 0.8) status = (await tab.stop(conversationId)).status;
    else if (roll < 0.95)
      status = (await tab.request("PUT", `/conversations/${conversationId}/branch`, { leafId: target })).status;
    else status = (await tab.request("DELETE", `/conversations/${conversationId}`)).status;
    if (![200, 202, 204, 404, 409].includes(status)) problems.push(`status ${status} at ${roll}`);
    const view = await tab.request("GET", `/conversations/${conversationId}?tree=1`);
    if (view.status === 404) return problems;
    seen = (await tab.conversation(conversationId, "?tree=1").catch(() => ({ messages: [] }))).messages;
  }
  return problems;
}

async function interleaving(number: number): Promise<string[]> {
  const random = seededRandom(seed + number);
  const conversationId = await newConversation("paced");
  const sent: Sent[] = [];
  // Each tab has numbers of its own: the order of the answers must not change what it does.
  const problems = await Promise.all(
    tabs.map((tab, index) => act(tab, conversationId, seededRandom(Math.floor(random() * 2 ** 31) + index), sent)),
  );
  const faults = problems.flat();
  const response = await client.request("GET", `/conversations/${conversationId}?tree=1`);
  if (response.status !== 404) {
    const tree = await vi.waitFor(
      async () => {
        const now = await client.conversation(conversationId, "?tree=1");
        expect(now.messages.map(({ status }) => status)).not.toContain("running");
        return now;
      },
      { timeout: 20_000, interval: 50 },
    );
    faults.push(...treeFaults(tree));
    const ids = new Set(tree.messages.map(({ id }) => id));
    for (const { id, status } of sent) {
      if (status === 200 && !ids.has(id)) faults.push(`${id} was acknowledged and is lost`);
      if (status !== 200 && ids.has(id) && !sent.some((other) => other.id === id && other.status === 200))
        faults.push(`${id} was refused with ${status} and is stored`);
    }
  }
  for (const { id } of sent) {
    const answers = new Set(sent.filter((one) => one.id === id && one.status === 200).map(({ answerId }) => answerId));
    if (answers.size > 1) faults.push(`${id} has ${answers.size} answers`);
  }
  return faults.map((fault) => `interleaving ${number}: ${fault}`);
}

test(`two tabs in one conversation, 100 random interleavings (RACE_SEED=${seed}): the tree stays a tree, nothing acknowledged is lost`, {
  timeout: 240_000,
}, async () => {
  const numbers = Array.from({ length: 100 }, (_, index) => index);
  const faults = await inTurns(numbers, 8, interleaving);
  expect(faults.flat()).toEqual([]);
  expect(await danglingRows(databaseUrl)).toEqual({});
});
