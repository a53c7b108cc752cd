import { describe, expect, test } from "vitest";
import { z } from "zod";
import { formNames } from "../support/fake/scenarios/reframe.ts";
import { inTurns } from "../support/in-turns.ts";
import { wordsOf } from "../support/product-client.ts";
import { ownExpected } from "../support/recordings-folder.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, newConversation } = ownFakeProvider();

const files = Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(ownExpected()))).filter(
  (name) => !name.endsWith(".json"),
);

const callSchema = z.looseObject({});

/** All that is kept of one answer: words, parts, details, pieces, figures; without what differs from answer to answer. */
async function keptOf(file: string, how: string): Promise<unknown> {
  const conversationId = await newConversation("replay");
  await client.ask(conversationId, `[[scenario:replay file=${file}${how}]]`);
  const answer = (await client.exported(conversationId)).messages[1];
  const call = callSchema.parse(answer?.completion?.calls[0]);
  const { status, parts } = answer ?? {};
  return {
    status,
    code: answer?.completion?.error?.code ?? null,
    finishReason: answer?.completion?.finishReason,
    words: wordsOf(answer),
    parts: parts?.map(({ type, text }) => ({ type, text })),
    details: JSON.stringify(call.reasoningDetails ?? null),
    fragments: JSON.stringify(call.reasoningFragments ?? null),
    toolCalls: JSON.stringify(call.toolCalls ?? null),
    usage: JSON.stringify(call.usage ?? null),
    content: call.content,
  };
}

const forms = formNames.map((form) => ` as=${form}`);
/** Packets that end behind every byte, in the middle of characters and line ends too; the whole in one packet is the plain way. */
const cuts = [" size=1", " as=crlf size=1", " as=bom size=1", " as=cr size=2", " as=fields cuts=7"];

describe("every recorded stream gives the same answer in every form it may have", () => {
  test.each(files)("%s", { timeout: 120_000 }, async (file) => {
    const plain = await keptOf(file, "");
    const others = await inTurns([...forms, ...cuts], 6, async (how) => [how, await keptOf(file, how)]);
    expect(Object.fromEntries(others)).toEqual(Object.fromEntries([...forms, ...cuts].map((how) => [how, plain])));
  });
});
