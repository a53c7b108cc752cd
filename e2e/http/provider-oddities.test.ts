import { describe, expect, test } from "vitest";
import { z } from "zod";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, newConversation, requests } = ownFakeProvider();

const chunk = (delta: object, more: object = {}, choice: object = {}) => ({
  json: { id: "gen-odd", model: "odd", choices: [{ index: 0, delta, finish_reason: null, ...choice }], ...more },
});
const ending = [chunk({}, {}, { finish_reason: "stop" }), { text: "data: [DONE]\n\n" }];

/** Plays these steps as the answer to one question, then asks again: the stored answer, its call, and the second request's answer message. */
async function play(steps: object[]) {
  const conversationId = await newConversation();
  fake().script({ contains: `odd ${conversationId}`, steps: z.array(z.custom<never>()).parse(steps) });
  const received = await client.ask(conversationId, `odd ${conversationId}`);
  const answer = (await client.conversation(conversationId)).messages[1];
  const exported = (await client.exported(conversationId)).messages[1];
  const next = await client.ask(conversationId, `[[scenario:default]] after ${conversationId}`);
  expect(next.error).toBeNull();
  const [request] = requests(`after ${conversationId}`);
  const sent = z.array(z.looseObject({ role: z.string() })).parse(request?.body?.messages);
  return {
    received,
    answer,
    call: exported?.completion?.calls[0],
    sentBack: sent.find(({ role }) => role === "assistant"),
  };
}

describe("characters", () => {
  test("a surrogate pair split over two deltas is one character everywhere", async () => {
    const { received, answer, sentBack } = await play([
      chunk({ reasoning: "\ud83d" }),
      chunk({ reasoning: "\ude00" }),
      chunk({ content: "A \ud83d" }),
      chunk({ content: "\ude00 B" }),
      ...ending,
    ]);
    expect(wordsOf(answer)).toEqual({ text: "A 😀 B", reasoning: "😀" });
    expect(received.text).toBe("A 😀 B");
    expect(sentBack?.content).toBe("A 😀 B");
  });

  test("half a character and U+0000 are kept for the provider, and shown as what can be shown", async () => {
    const odd = "A \ud83d B \u0000 C";
    const details = [
      { type: "reasoning.text", text: `T ${odd}`, signature: "s\u0000ig", format: "anthropic-claude-v1", index: 0 },
      { type: "reasoning.encrypted", data: "\ud800\u0000", id: "\u0000", format: "openai-responses-v1", index: 1 },
    ];
    const { answer, call, sentBack } = await play([
      chunk({ reasoning: `T ${odd}`, reasoning_details: details }),
      chunk({ content: odd }),
      ...ending,
    ]);
    expect(answer?.status).toBe("done");
    expect(wordsOf(answer)).toEqual({ text: "A \ufffd B  C", reasoning: "T A \ufffd B  C" });
    expect(sentBack?.content).toBe(odd);
    expect(JSON.stringify(sentBack?.reasoning_details)).toBe(JSON.stringify(details));
    expect(JSON.stringify(call?.reasoningDetails)).toBe(JSON.stringify(details));
    expect(JSON.stringify(call?.reasoningFragments)).toBe(JSON.stringify([details]));
  });

  test("U+0000 in a tool call", async () => {
    const { answer, sentBack } = await play([
      chunk({
        tool_calls: [
          { index: 0, id: "c\u0000", type: "function", function: { name: "n\u0000", arguments: "{\u0000" } },
        ],
      }),
      chunk({}, {}, { finish_reason: "tool_calls" }),
      { text: "data: [DONE]\n\n" },
    ]);
    expect(answer?.completion).toMatchObject({ status: "done", finishReason: "tool_calls" });
    expect(sentBack?.tool_calls).toEqual([
      { id: "c\u0000", type: "function", function: { name: "n\u0000", arguments: "{\u0000" } },
    ]);
  });

  test("keys that mean something to JavaScript are keys like any other", async () => {
    const text =
      '[{"type":"reasoning.text","text":"x","__proto__":{"a":1},"constructor":2,"hasOwnProperty":{},"index":0,"toString":null}]';
    const { call, sentBack } = await play([
      { text: `data: {"choices":[{"index":0,"delta":{"reasoning_details":${text}}}]}\n\n` },
      chunk({ content: "Answer." }),
      ...ending,
    ]);
    expect(JSON.stringify(sentBack?.reasoning_details)).toBe(text);
    expect(JSON.stringify(call?.reasoningDetails)).toBe(text);
  });
});

describe("facts about an answer that no column takes as they are", () => {
  const odd: [string, object[]][] = [
    [
      "U+0000 in id, model and provider",
      [chunk({ content: "Kept." }, { id: "\u0000", model: "m\u0000\ud800", provider: "p\u0000" }), ...ending],
    ],
    [
      "U+0000 in the finish reason",
      [
        chunk({ content: "Kept." }),
        chunk({}, {}, { finish_reason: "st\u0000op", native_finish_reason: "\u0000" }),
        { text: "data: [DONE]\n\n" },
      ],
    ],
    [
      "more tokens than a counter holds",
      [
        chunk({ content: "Kept." }),
        chunk({}, { usage: { prompt_tokens: 9e15, completion_tokens: 3e9, cost: 1e300 } }),
        ...ending,
      ],
    ],
    [
      "figures that are none",
      [
        chunk({ content: "Kept." }),
        chunk({}, { usage: { prompt_tokens: "many", completion_tokens: -1, cost: "free", x: "\u0000" } }),
        ...ending,
      ],
    ],
    ["usage that is no object", [chunk({ content: "Kept." }), chunk({}, { usage: [1, "\u0000"] }), ...ending]],
    [
      "a very long model name",
      [chunk({ content: "Kept." }, { model: "m".repeat(300_000), id: "i".repeat(300_000) }), ...ending],
    ],
    [
      "choices that are none",
      [
        chunk({ content: "Kept." }),
        { json: { choices: "none" } },
        { json: { choices: [null, 7] } },
        { json: [] },
        { json: null },
        ...ending,
      ],
    ],
    [
      "details that are no list",
      [
        chunk({ content: "Kept.", reasoning_details: { type: "reasoning.text", text: "x" } }),
        chunk({ reasoning_details: "x" }),
        ...ending,
      ],
    ],
    [
      "tool calls that are none",
      [chunk({ content: "Kept.", tool_calls: [null, "x", {}, { index: "a", function: 7 }] }), ...ending],
    ],
  ];
  test.each(odd)("%s: the answer is stored all the same", async (_, steps) => {
    const { received, answer } = await play(steps);
    expect(received.done).toBe(true);
    expect(answer?.status).toBe("done");
    expect(wordsOf(answer).text).toBe("Kept.");
  });

  test("U+0000 in an error of the provider: the answer ends failed, with its text", async () => {
    const error = { code: 502, message: "broken \u0000 pipe \ud800", metadata: { error_type: "x\u0000" } };
    const { received, answer } = await play([
      chunk({ content: "Kept." }),
      chunk({}, { error }, { finish_reason: "error" }),
    ]);
    expect(received.error?.code).toBe("provider_failed");
    expect(answer?.status).toBe("failed");
    expect(wordsOf(answer).text).toBe("Kept.");
  });

  test("U+0000 in the title a model makes", async () => {
    const conversationId = await newConversation();
    fake().script({
      contains: `odd title ${conversationId}`,
      stream: false,
      headers: { "content-type": "application/json" },
      steps: [
        {
          text: JSON.stringify({
            choices: [{ index: 0, message: { role: "assistant", content: "A\u0000 \ud800title" } }],
          }),
        },
      ],
    });
    await client.ask(conversationId, `odd title ${conversationId}`);
    expect((await client.ask(conversationId, "next")).error).toBeNull();
    expect((await client.conversation(conversationId)).messages).toHaveLength(4);
  });
});
