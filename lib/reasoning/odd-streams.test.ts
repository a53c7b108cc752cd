import { describe, expect, test } from "vitest";
import { decodeAll, deltas, partsLine, recordOf } from "./__fixtures__/support";

const lineOf = (...list: object[]) => partsLine(recordOf(deltas(...list)));
const finish = (finish_reason: string | null, delta: object = {}) => ({
  choices: [{ index: 0, delta, finish_reason }],
});
const words = (text: string) => ({ reasoning_details: [{ type: "reasoning.text", text, index: 0 }] });

describe("order and sources of reasoning", () => {
  test("reasoning, answer and reasoning again are three parts in that order, one details entry", () => {
    const record = recordOf(
      deltas(
        { reasoning: "R1", ...words("R1") },
        { content: "A1" },
        { reasoning: "R2", ...words("R2") },
        { content: "A2" },
      ),
    );
    expect(partsLine(record)).toBe("reasoning:raw:R1 | text:A1 | reasoning:raw:R2 | text:A2");
    expect(record.wire.content).toBe("A1A2");
    expect(record.reasoning.details).toBe('[{"type":"reasoning.text","text":"R1R2","index":0}]');
  });

  test("the first field that speaks is shown for the whole stream, whatever a later chunk says under other names", () => {
    expect(
      lineOf({ reasoning_content: "Think" }, { reasoning: "ing", reasoning_content: "ing" }, { content: "A" }),
    ).toBe("reasoning:raw:Thinking | text:A");
    expect(lineOf(words("R"), { reasoning: "R", ...words("S") }, { content: "A" })).toBe("reasoning:raw:RS | text:A");
    expect(lineOf({ reasoning: "", reasoning_content: null, ...words("R") })).toBe("reasoning:raw:R");
  });

  test("a stream that reasons in tags is locked on them: a later field shows nothing twice", () => {
    expect(lineOf({ content: "<think>We" }, { content: " think</think>A" }, { reasoning: "We think" })).toBe(
      "reasoning:raw:We think | text:A",
    );
  });

  test("words beside an empty details array are shown, and the empty array is kept", () => {
    const record = recordOf(deltas({ reasoning: "R", reasoning_details: [] }, { content: "A", reasoning_details: [] }));
    expect(partsLine(record)).toBe("reasoning:raw:R | text:A");
    expect(record.reasoning).toMatchObject({ fragments: "[[],[]]", details: "[]" });
  });

  test("snapshots of the reasoning with a copy in think tags show once", () => {
    const list = ["We need", "We need to think", "We need to think hard"].map((reasoning_content) => ({
      reasoning_content,
    }));
    expect(lineOf(...list, { content: "<think>We need to think hard</think>" }, { content: "A" })).toBe(
      "reasoning:raw:We need to think hard | text:A",
    );
  });

  test("a summary beside ciphertext of the same index is drawn, the ciphertext is kept", () => {
    const summary = { type: "reasoning.summary", summary: "S", format: "openai-responses-v1", index: 0 };
    const encrypted = { type: "reasoning.encrypted", data: "x==", id: "rs_1", format: "openai-responses-v1", index: 0 };
    const record = recordOf(
      deltas({ reasoning: "S", reasoning_details: [summary] }, { reasoning_details: [encrypted] }, { content: "A" }),
    );
    expect(partsLine(record)).toBe("reasoning:summary:S | text:A");
    expect(record.reasoning.details).toBe(JSON.stringify([summary, encrypted]));
  });

  test("a server's tool call among the details is kept and not drawn", () => {
    const call = { type: "reasoning.server_tool_call", tool_name: "search", arguments: "{}", result: "r", index: 0 };
    const record = recordOf(deltas({ reasoning_details: [call] }, { content: "A" }));
    expect(partsLine(record)).toBe("text:A");
    expect(record.reasoning.details).toBe(JSON.stringify([call]));
  });

  test("formats nobody knows, and none at all, are kept as they are", () => {
    const list = [
      { type: "reasoning.text", text: "a", format: "maker-of-2030-v9", index: 0 },
      { type: "reasoning.text", text: "b", format: null, index: 1 },
      { type: "reasoning.text", text: "c", index: 2 },
    ];
    expect(recordOf(deltas({ reasoning_details: list })).reasoning.details).toBe(JSON.stringify(list));
  });
});

describe("late signatures", () => {
  const first = { type: "reasoning.text", text: "", signature: "", format: "anthropic-claude-v1", index: 0 };
  const late = { type: "reasoning.text", signature: "c2ln", format: "anthropic-claude-v1", index: 0 };
  const merged = '[{"type":"reasoning.text","text":"R","signature":"c2ln","format":"anthropic-claude-v1","index":0}]';

  test("after the answer has begun: the entry gets it, the answer is not parted", () => {
    const record = recordOf(
      deltas(
        { reasoning: "", reasoning_details: [first] },
        { reasoning: "R", ...words("R") },
        { content: "A" },
        { content: "", reasoning: null, reasoning_details: [late] },
        { content: "B" },
      ),
    );
    expect(partsLine(record)).toBe("reasoning:raw:R | text:AB");
    expect(record.reasoning.details).toBe(merged);
  });

  test("after a tool call and after the finish reason", () => {
    const call = { tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] };
    const begin = deltas({ reasoning_details: [first] }, { reasoning: "R", ...words("R") }, call);
    const record = recordOf([...begin, finish("tool_calls"), ...deltas({ reasoning_details: [late] })]);
    expect(partsLine(record)).toBe("reasoning:raw:R | tool:f({})");
    expect(record.reasoning.details).toBe(merged);
  });

  test("a signature with no text anywhere stays an entry without text", () => {
    const alone = { type: "reasoning.text", signature: "c2ln", format: "google-gemini-v1", index: 0 };
    const record = recordOf(deltas({ reasoning_details: [alone] }, { content: "A" }));
    expect(partsLine(record)).toBe("text:A");
    expect(record.reasoning.details).toBe(JSON.stringify([alone]));
  });
});

describe("content in parts", () => {
  test("thinking and reasoning parts in every nesting are reasoning, all other parts with text are the answer", () => {
    const thinking = [
      {
        type: "thinking",
        thinking: [
          { type: "text", text: "a" },
          { type: "text", text: "b" },
        ],
      },
      { type: "thinking", thinking: "c" },
      { type: "reasoning", reasoning: "d" },
      { type: "reasoning", text: "e" },
    ];
    const answer = [{ type: "text", text: "f" }, "g", { type: "output_text", text: "h" }, { type: "image_url" }, null];
    const record = recordOf(deltas({ content: thinking }, { content: answer }));
    expect(partsLine(record)).toBe("reasoning:raw:abcde | text:fgh");
    expect(record.reasoning.field).toBe("content");
  });

  test("a refusal part is a refusal", () => {
    expect(lineOf({ content: [{ type: "refusal", refusal: "No." }] })).toBe("refusal:No.");
  });

  test("thinking parts beside a reasoning field are its copy, and show once", () => {
    const part = { type: "thinking", thinking: "We think" };
    expect(lineOf({ reasoning: "We think" }, { content: [part, { type: "text", text: "A" }] })).toBe(
      "reasoning:raw:We think | text:A",
    );
  });

  test("a whole message may have its content in parts", () => {
    const message = {
      content: [
        { type: "thinking", thinking: "R" },
        { type: "text", text: "A" },
      ],
    };
    expect(partsLine(recordOf([{ choices: [{ message, finish_reason: "stop" }] }]))).toBe("reasoning:raw:R | text:A");
  });
});

describe("answers that are missing or cut", () => {
  test("reasoning without an answer stays reasoning: nothing is promoted", () => {
    for (const content of [null, ""]) {
      const record = recordOf([...deltas({ reasoning: "R", content }), finish("stop", { content })]);
      expect(partsLine(record)).toBe("reasoning:raw:R");
      expect(record).toMatchObject({ finishReason: "stop", wire: { content: null } });
    }
  });

  test("a budget spent in reasoning: the limit is the reason, the reasoning is kept", () => {
    const record = recordOf([...deltas({ reasoning: "We need to" }), finish("length", { content: "" })]);
    expect(partsLine(record)).toBe("reasoning:raw:We need to");
    expect(record).toMatchObject({ finishReason: "length", wire: { content: null } });
  });

  test("a stream that ends without a reason has none, and keeps its words", () => {
    expect(recordOf(deltas({ reasoning: "R" }, { content: "A" }))).toMatchObject({
      finishReason: null,
      wire: { content: "A" },
    });
  });

  test("words held in doubt come out when a stream breaks", () => {
    expect(lineOf({ reasoning: "ha" }, { reasoning: "hah" })).toBe("reasoning:raw:hahah");
    expect(lineOf({ content: "<think>thought</thi" })).toBe("reasoning:raw:thought</thi");
  });

  test("text and calls after the finish reason are read, and the last reason counts", () => {
    const call = { tool_calls: [{ index: 0, id: "a", function: { name: "f", arguments: "{}" } }] };
    const record = recordOf([
      finish("stop", { content: "A" }),
      ...deltas({ content: "B" }, call),
      finish("tool_calls"),
    ]);
    expect(partsLine(record)).toBe("text:AB | tool:f({})");
    expect(record.finishReason).toBe("tool_calls");
  });

  test("finish reason error without an error object is told as it is", () => {
    expect(recordOf([finish("error", { content: "" })])).toMatchObject({ finishReason: "error", error: null });
  });

  test("an error inside the choice of a whole body leaves its words", () => {
    const choice = { message: { content: "part" }, finish_reason: "error", error: { code: 502, message: "down" } };
    expect(recordOf([{ choices: [choice] }])).toMatchObject({
      finishReason: "error",
      error: { code: "502", message: "down" },
      wire: { content: "part" },
    });
  });
});

describe("words that only look like markup", () => {
  test("citation brackets stay, cut anywhere, and so do CJK brackets", () => {
    const text = "See 【6†L9-L11】 and 【注】 and 【3†source】.";
    expect(lineOf({ content: text })).toBe(`text:${text}`);
    for (let cut = 1; cut < text.length; cut += 1)
      expect(lineOf({ content: text.slice(0, cut) }, { content: text.slice(cut) })).toBe(`text:${text}`);
  });

  test("explicit nulls for unused keys are the same as absent keys", () => {
    const nulls = { reasoning: null, reasoning_content: null, refusal: null, tool_calls: null, annotations: null };
    expect(decodeAll(deltas({ content: "A", ...nulls }, { reasoning: null, content: null }))).toEqual(
      decodeAll(deltas({ content: "A" })),
    );
  });

  test("annotations before any text make no part and keep their order", () => {
    const one = { type: "url_citation", url_citation: { url: "https://example.com", title: "", start_index: 0 } };
    const two = { type: "file", file: { hash: "h", name: "n", content: [] } };
    const record = recordOf(deltas({ annotations: [one] }, { content: "A" }, { annotations: [two] }));
    expect(partsLine(record)).toBe("text:A");
    expect(record.wire.annotations).toBe(JSON.stringify([one, two]));
  });

  test("logprobs are not text", () => {
    const chunk = { choices: [{ delta: { content: "A" }, logprobs: { content: [{ token: "<|channel|>" }] } }] };
    expect(partsLine(recordOf([chunk]))).toBe("text:A");
  });
});
