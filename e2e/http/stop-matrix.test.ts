import { describe, expect, inject, test, vi } from "vitest";
import { productClient, wordsOf } from "../support/product-client.ts";
import { type Received, readUiStream } from "../support/ui-stream.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation, requests } = ownFakeProvider();
/** Another tab, or another device. */
const elsewhere = productClient(inject("installation").url);

const patience = { timeout: 10_000, interval: 10 };
const promisedMs = 1000;

interface Moment {
  scenario: string;
  /** requests to the provider at the moment of the stop */
  calls: number;
  /** what has reached the reader by then */
  enough: (received: Received) => boolean;
}

const paced = "paced n=2000 rate=100";
const moments: Record<string, Moment> = {
  "before the headers": { scenario: "hang-headers", calls: 1, enough: () => true },
  "before the first byte": { scenario: "hang-first-byte", calls: 1, enough: () => true },
  "in the reasoning": {
    scenario: `${paced} reasoning=1`,
    calls: 1,
    enough: ({ reasoning }) => reasoning.length > 50,
  },
  "in the answer": { scenario: `${paced} reasoning=0.005`, calls: 1, enough: ({ text }) => text.length > 50 },
  "between two steps of a tool loop": {
    scenario: "loop steps=1 at=2 fault=silent",
    calls: 2,
    enough: ({ chunks }) => chunks.some(({ type }) => type === "tool-input-available"),
  },
  "in the second step of a tool loop": {
    scenario: "loop steps=1 at=2 fault=hang",
    calls: 2,
    enough: ({ text }) => text.includes("Words begun."),
  },
};
const ways = {
  once: (id: string) => client.stop(id),
  twice: async (id: string) => {
    const [first] = await Promise.all([client.stop(id), client.stop(id)]);
    return first;
  },
  "from another client": (id: string) => elsewhere.stop(id),
};

const matrix = Object.entries(moments).flatMap(([when, moment]) =>
  Object.entries(ways).map(([how, stop]) => ({ when, how, moment, stop })),
);

describe("Stop: upstream is closed within a second, what came is kept, the next question works", () => {
  test.each(matrix)("$when, $how", async ({ moment, stop }) => {
    const conversationId = await newConversation("default", { settings: { tools: ["calculator"] } });
    const question = client.question(`[[scenario:${moment.scenario}]] ${conversationId}`);
    const response = await client.send(conversationId, question);
    const [mine = null, other = null] = response.body?.tee() ?? [];
    const whole = readUiStream(new Response(mine));
    await readUiStream(new Response(other), moment.enough);
    await vi.waitFor(() => expect(requests(conversationId)).toHaveLength(moment.calls), patience);

    const stoppedAt = Date.now();
    expect((await stop(conversationId)).status).toBe(202);
    const last = requests(conversationId).at(-1);
    await vi.waitFor(() => expect(last?.abortedAt).toBeTypeOf("number"), patience);
    expect((last?.abortedAt ?? Number.POSITIVE_INFINITY) - stoppedAt).toBeLessThan(promisedMs);

    const received = await whole;
    expect(Date.now() - stoppedAt).toBeLessThan(2 * promisedMs);
    const kinds = received.chunks.map(({ type }) => type);
    expect(kinds.filter((kind) => kind === "abort")).toHaveLength(1);
    expect(received.done).toBe(true);
    expect(received.error).toBeNull();

    const answer = (await client.conversation(conversationId)).messages[1];
    expect(answer?.status).toBe("stopped");
    expect(answer?.completion?.calls.map(({ outcome }) => outcome)).not.toContain("running");
    expect(wordsOf(answer)).toEqual({ text: received.text, reasoning: received.reasoning });
    // Once more, when it is over: nothing happens.
    expect((await client.stop(conversationId)).status).toBe(202);
    expect(requests(conversationId)).toHaveLength(moment.calls);
    const next = await client.ask(conversationId, `[[scenario:no-reasoning]] and on ${conversationId}`);
    expect(next).toMatchObject({ error: null, done: true });
  });
});
