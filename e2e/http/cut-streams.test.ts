import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { inTurns } from "../support/in-turns.ts";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();

const file = "openrouter-signed.sse";
const bytes = readFileSync(new URL(`../support/recordings/${file}`, import.meta.url));

const eventSchema = z.looseObject({
  choices: z.array(
    z.looseObject({ delta: z.looseObject({ content: z.string().nullish(), reasoning: z.string().nullish() }) }),
  ),
});

/** What the events say that came whole, read in the plainest way. */
function saidBefore(offset: number): { text: string; reasoning: string } {
  const said = { text: "", reasoning: "" };
  const whole = bytes.subarray(0, offset).toString("utf8").split("\n\n").slice(0, -1);
  for (const event of whole) {
    if (!event.startsWith("data: {")) continue;
    const { delta } = eventSchema.parse(JSON.parse(event.slice("data: ".length))).choices[0] ?? {};
    said.text += delta?.content ?? "";
    said.reasoning += delta?.reasoning ?? "";
  }
  return said;
}

/** Everything before the event that says why the answer ended: cut there, no answer can be taken for whole. */
const lastOffset = bytes.lastIndexOf("\n\n", bytes.indexOf('"finish_reason":"')) + 2;
const offsets = Array.from({ length: 200 }, (_, index) => Math.floor((index * lastOffset) / 199));

/** What came is kept, the answer is marked, and the reader saw the same as is stored. @returns what is wrong */
async function faultsAt(offset: number, end: string): Promise<string[]> {
  const conversationId = await newConversation("replay");
  const received = await client.ask(
    conversationId,
    `[[scenario:replay file=${file} at=${offset} end=${end}]] ${offset}`,
  );
  const answer = (await client.conversation(conversationId)).messages[1];
  const stored = wordsOf(answer);
  const atLeast = saidBefore(offset);
  const faults = [];
  if (answer?.status !== "interrupted" && answer?.status !== "failed") faults.push(`status ${answer?.status}`);
  if (!answer?.completion?.error) faults.push("no sentence");
  if (received.text !== stored.text || received.reasoning !== stored.reasoning) faults.push("shown is not stored");
  // An event whose last line end is missing may be read or not; nothing before it may be lost.
  const atMost = saidBefore(bytes.indexOf("\n\n", Math.max(0, offset - 1)) + 2);
  for (const kind of ["text", "reasoning"] as const)
    if (stored[kind] !== atLeast[kind] && stored[kind] !== atMost[kind])
      faults.push(`${kind} lost: ${stored[kind].length} of ${atLeast[kind].length}`);
  return faults.map((fault) => `${offset}: ${fault}`);
}

describe("a stream that ends in the middle, at each of 200 places: never complete, everything that came is kept", () => {
  test.each([
    ["the server ends its answer early", "end"],
    ["the line is closed (FIN)", "destroy"],
    ["the line is reset (RST)", "reset"],
  ])("%s", { timeout: 240_000 }, async (_, end) => {
    const faults = await inTurns(offsets, 24, (offset) => faultsAt(offset, end));
    expect(faults.flat()).toEqual([]);
  });

  test("the line stays open and silent", { timeout: 120_000 }, async () => {
    const some = offsets.filter((_, index) => index % 8 === 0);
    const faults = await inTurns(some, some.length, (offset) => faultsAt(offset, "hang"));
    expect(faults.flat()).toEqual([]);
  });
});
