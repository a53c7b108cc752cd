import { describe, expect, test } from "vitest";
import type { ScriptStep as Step } from "../support/fake/answer.ts";
import { wordsOf } from "../support/product-client.ts";
import { ownFakeProvider } from "./own-fake.ts";

const { client, fake, newConversation } = ownFakeProvider();

const words = (content: string): Step => ({ json: { choices: [{ index: 0, delta: { content } }] } });
const stop: Step = { json: { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] } };
const done: Step = { text: "data: [DONE]\n\n" };
const data = (value: unknown): Step => ({ json: value });

/** A question answered by these steps; a byte array is one packet. */
async function answeredBy(steps: Step[]) {
  const conversationId = await newConversation();
  const scripted = steps.map((step) =>
    "bytes" in step ? { bytes: Buffer.from(step.bytes).toString("base64") } : step,
  );
  fake().script({ contains: conversationId, steps: scripted });
  const received = await client.ask(conversationId, `Go on ${conversationId}`);
  const answer = (await client.conversation(conversationId)).messages[1];
  return { received, answer, text: wordsOf(answer).text };
}

/** How servers say in the middle of a stream of status 200 that they failed. */
const errorObjects: [string, Step[]][] = [
  ["OpenAI", [data({ error: { message: "The server had an error", type: "server_error", param: null, code: null } })]],
  [
    "Anthropic",
    [
      {
        text: 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}\n\n',
      },
    ],
  ],
  ["Gemini", [data({ error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } })]],
  ["Gemini, as a list", [data([{ error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } }])]],
  [
    "OpenRouter",
    [
      data({
        id: "gen-1",
        error: { code: 502, message: "Provider disconnected", metadata: { error_type: "provider_unavailable" } },
        choices: [{ index: 0, delta: { content: "" }, finish_reason: "error" }],
      }),
    ],
  ],
  [
    "vLLM, flat",
    [data({ object: "error", message: "EngineDeadError", type: "InternalServerError", param: null, code: 500 }), done],
  ],
  ["a sentence", [data({ error: "backend crashed" }), done]],
  ["a nested object", [data({ error: { message: { detail: { reason: "deep" } }, code: { a: 1 } } })]],
  [
    "in a field of its own",
    [{ text: 'error: {"code":500,"message":"slot is unavailable","type":"server_error"}\n\n' }],
  ],
];

describe("an error inside an answer that began well: the words and the error, in words", () => {
  test.each(errorObjects)("%s", async (_, steps) => {
    const { received, answer, text } = await answeredBy([words("Words before. "), ...steps]);
    expect(text).toBe("Words before. ");
    expect(received.text).toBe(text);
    expect(answer?.status).toBeOneOf(["failed", "interrupted"]);
    expect(answer?.completion?.error?.code).toMatch(/^provider_/);
    const shown = JSON.stringify([answer?.completion?.error, received.error]);
    expect(shown).not.toContain("[object");
    expect(received.error?.message).toMatch(/\w+ \w+/);
  });
});

const encode = (text: string) => new TextEncoder().encode(text);
const line = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

describe("characters", () => {
  test.each([1, 2, 3])("of four bytes, cut after byte %i, arrive whole", async (at) => {
    const sentence = "Ein 😀, ein 𝒳 und ein 🇩🇪.";
    const bytes = encode(line(sentence));
    const steps: Step[] = [];
    let from = 0;
    bytes.forEach((byte, index) => {
      if (byte < 0xf0) return;
      steps.push({ bytes: bytes.slice(from, index + at) }, { delayMs: 5 });
      from = index + at;
    });
    const { received, answer, text } = await answeredBy([...steps, { bytes: bytes.slice(from) }, stop, done]);
    expect(answer?.status).toBe("done");
    expect(text).toBe(sentence);
    expect(received.text).toBe(sentence);
  });

  test("only bytes that are no UTF-8 become replacement characters", async () => {
    const [before = "", after = ""] = line("Stra|e, 漢 and 😀").split("|");
    const { received, answer, text } = await answeredBy([
      // The ß of Latin-1, alone.
      { bytes: Uint8Array.from([...encode(before), 0xdf, ...encode(after)]) },
      words(" whole again: é"),
      stop,
      done,
    ]);
    expect(answer?.status).toBe("done");
    expect(text).toBe("Stra\uFFFDe, 漢 and 😀 whole again: é");
    expect(received.text).toBe(text);
  });
});
