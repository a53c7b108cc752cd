import { describe, expect, test } from "vitest";
import { chunksOfFile, fixturePath } from "./__fixtures__/recorded";
import { decodeAll, deltas, partsLine, recordOf } from "./__fixtures__/support";
import { createDecoder } from "./decode";
import type { CallEvent } from "./events";

const lineOf = (...list: object[]) => partsLine(recordOf(deltas(...list)));

describe("recorded shapes", () => {
  test("signed thinking, a late signature, a tool call in pieces", () => {
    const record = recordOf(chunksOfFile(fixturePath("signed-thinking-tool-call.sse")));
    expect(partsLine(record)).toBe('reasoning:raw:Zwei 🦊 foxes. | tool:count({"what": "foxes"})');
    expect(record.reasoning.details).toBe(
      '[{"type":"reasoning.text","text":"Zwei 🦊 foxes.","signature":"c2lnbmVk","format":"anthropic-claude-v1","index":0}]',
    );
    expect(JSON.parse(record.reasoning.fragments ?? "")).toHaveLength(5);
    expect(record.wire.toolCalls).toEqual([{ id: "call_a", name: "count", arguments: '{"what": "foxes"}' }]);
    expect(record).toMatchObject({ finishReason: "tool_calls", nativeFinishReason: "tool_use" });
    expect(record.served).toEqual({ generationId: "gen-1", model: "maker/model-1", provider: "Host" });
  });

  test("encrypted reasoning is one hidden part before the answer", () => {
    const record = recordOf(chunksOfFile(fixturePath("encrypted-only-crlf.sse")));
    expect(partsLine(record)).toBe("reasoning:hidden: | text:Ja — ✓");
    expect(record.reasoning).toMatchObject({ field: "reasoning_details", text: null });
  });

  test("a whole body with a summary and ciphertext under one index", () => {
    const record = recordOf(chunksOfFile(fixturePath("summary-and-encrypted-body.json")));
    expect(partsLine(record)).toBe("reasoning:summary:**Greeting** | text:Hello!");
    expect(JSON.parse(record.reasoning.details ?? "")).toHaveLength(2);
  });

  test("reasoning_content with nulls, usage in a chunk without choices", () => {
    const record = recordOf(chunksOfFile(fixturePath("reasoning-content.chunks.jsonl")));
    expect(partsLine(record)).toBe("reasoning:raw:Thinking aloud. | text:Hello!");
    expect(record.reasoning).toMatchObject({ field: "reasoning_content", fragments: null, details: null });
    expect(record.usage).toContain('"reasoning_tokens":3');
  });

  test("content as parts, thinking and text", () => {
    const record = recordOf(chunksOfFile(fixturePath("thinking-parts.chunks.jsonl")));
    expect(partsLine(record)).toBe("reasoning:raw:Let me see. | text:Forty-two");
    expect(record.reasoning.field).toBe("content");
  });

  test("an error chunk: its usage and details are read first, the earlier reason stays", () => {
    const chunks = chunksOfFile(fixturePath("error-after-length.sse"));
    expect(decodeAll(chunks.slice(-1)).map((event) => event.type)).toEqual(["served", "details", "usage", "error"]);
    expect(recordOf(chunks)).toMatchObject({
      finishReason: "length",
      error: { code: "400", message: "Token limit reached" },
    });
  });
});

describe("odd streams, reasoning and text", () => {
  test("role and null content say nothing, however often they come", () => {
    expect(
      decodeAll(
        deltas({ role: "assistant", content: null }, { role: "assistant" }, { role: "assistant", content: "" }),
      ),
    ).toEqual([]);
  });

  test("reasoning and content in one delta: reasoning first", () => {
    expect(lineOf({ content: "A", reasoning: "R" })).toBe("reasoning:raw:R | text:A");
  });

  test("the same words under several names in one delta show once", () => {
    const details = [{ type: "reasoning.text", text: "R", index: 0 }];
    expect(lineOf({ reasoning: "R", reasoning_content: "R", reasoning_details: details }, { content: "A" })).toBe(
      "reasoning:raw:R | text:A",
    );
  });

  test("the same words in a later delta under another name show once, and the details are kept", () => {
    const later = { reasoning_details: [{ type: "reasoning.text", text: "Think", index: 0 }] };
    const record = recordOf(deltas({ reasoning_content: "Think" }, later, { reasoning: "Think", content: "A" }));
    expect(partsLine(record)).toBe("reasoning:raw:Think | text:A");
    expect(record.reasoning.field).toBe("reasoning_content");
    expect(record.reasoning.details).toBe('[{"type":"reasoning.text","text":"Think","index":0}]');
  });

  test("words that are only in the details are shown", () => {
    expect(lineOf({ reasoning_details: [{ type: "reasoning.text", text: "R", index: 0 }] }, { content: "A" })).toBe(
      "reasoning:raw:R | text:A",
    );
  });

  test("doubled deltas are shown as they are", () => {
    expect(lineOf({ reasoning: "We need" }, { reasoning: "We need" }, { reasoning: " it" }, { reasoning: " it" })).toBe(
      "reasoning:raw:We needWe need it it",
    );
  });

  test("snapshots instead of deltas: only what is new is appended", () => {
    const texts = ["I", "I think", "I think, so", "I think, so I am"];
    expect(lineOf(...texts.map((reasoning) => ({ reasoning })), { content: "A" })).toBe(
      "reasoning:raw:I think, so I am | text:A",
    );
    expect(lineOf({ reasoning: "First" }, { reasoning: "First thought" }, { content: "A" })).toBe(
      "reasoning:raw:First thought | text:A",
    );
  });

  test("a complete copy at the end is no news", () => {
    const list = [
      { reasoning: "We need to " },
      { reasoning: "think about it" },
      { reasoning: "We need to think about it" },
    ];
    expect(lineOf(...list, { content: "A" })).toBe("reasoning:raw:We need to think about it | text:A");
  });

  test("pieces that only look like snapshots stay whole", () => {
    expect(lineOf({ reasoning: "1" }, { reasoning: "10" }, { reasoning: " apples" })).toBe("reasoning:raw:110 apples");
    expect(lineOf(...["1", "10", "100", " x"].map((reasoning) => ({ reasoning })))).toBe("reasoning:raw:110100 x");
    expect(lineOf({ reasoning: "ha" }, { reasoning: "ha" }, { reasoning: "!" })).toBe("reasoning:raw:haha!");
    expect(lineOf(...["a", "b", "ab", "!"].map((reasoning) => ({ reasoning })))).toBe("reasoning:raw:abab!");
    expect(lineOf({ content: "ab" }, { content: "abab" })).toBe("text:ababab");
  });

  test("summary and raw text of details are two parts", () => {
    const summary = { reasoning_details: [{ type: "reasoning.summary", summary: "S", index: 0 }] };
    const text = { reasoning_details: [{ type: "reasoning.text", text: "T", index: 1 }] };
    expect(lineOf(summary, text)).toBe("reasoning:summary:S | reasoning:raw:T");
  });

  test("ciphertext beside readable reasoning makes no hidden part, in either order", () => {
    const encrypted = { type: "reasoning.encrypted", data: "x", index: 0 };
    const summary = { type: "reasoning.summary", summary: "S", index: 0 };
    expect(lineOf({ reasoning_details: [encrypted] }, { reasoning_details: [summary] }, { content: "A" })).toBe(
      "reasoning:summary:S | text:A",
    );
    expect(
      lineOf({ reasoning: "S", reasoning_details: [summary] }, { content: "A" }, { reasoning_details: [encrypted] }),
    ).toBe("reasoning:summary:S | text:A");
  });

  test("several ciphertexts are one hidden part, also when nothing follows", () => {
    const encrypted = { reasoning_details: [{ type: "reasoning.encrypted", data: "x", index: 0 }] };
    expect(lineOf(encrypted, encrypted)).toBe("reasoning:hidden:");
  });

  test("unknown kinds are kept and not drawn", () => {
    const fragment = { type: "reasoning.new_kind", payload: { a: [1] }, text: "?" };
    const record = recordOf(deltas({ reasoning_details: [fragment] }, { content: "A" }));
    expect(partsLine(record)).toBe("text:A");
    expect(record.reasoning.details).toBe(JSON.stringify([fragment]));
  });

  test("a details event for every chunk that had the key, [] and null included", () => {
    const events = decodeAll(
      deltas({ reasoning_details: [] }, { reasoning_details: null }, {}, { reasoning_details: [{ a: 1 }] }),
    );
    const json = events.flatMap((event) => (event.type === "details" ? [event.json] : []));
    expect(json).toEqual(["[]", "null", '[{"a":1}]']);
  });

  test("refusal and annotations", () => {
    const record = recordOf(
      deltas(
        { annotations: [{ type: "url_citation" }] },
        { refusal: "I can" },
        { refusal: "not." },
        { annotations: [{ type: "file" }] },
      ),
    );
    expect(record.parts).toEqual([{ type: "refusal", text: "I cannot." }]);
    expect(record.wire).toMatchObject({
      refusal: "I cannot.",
      annotations: '[{"type":"url_citation"},{"type":"file"}]',
    });
  });

  test("half characters of two deltas become whole, a lone half does no harm", () => {
    expect(lineOf({ content: "a\ud83e" }, { content: "\udd8a" })).toBe("text:a🦊");
    const record = recordOf(deltas({ content: "a\ud83e" }, { content: "b\u0000c" }));
    expect(record.parts).toEqual([{ type: "text", text: "a\ufffdbc" }]);
    expect(record.wire.content).toBe("a\ud83eb\u0000c");
  });
});

describe("odd streams, framing of chunks", () => {
  test("garbage is passed over", () => {
    const garbage = [
      null,
      1,
      "x",
      [],
      {},
      { choices: {} },
      { choices: [null, 3] },
      { choices: [{ delta: [] }] },
      { choices: [{ delta: { content: 5, tool_calls: [1, {}] } }] },
    ];
    expect(recordOf(garbage).parts).toEqual([]);
  });

  test("only choice 0 counts", () => {
    const chunk = {
      choices: [
        { index: 1, delta: { content: "B" } },
        { index: 0, delta: { content: "A" } },
      ],
    };
    expect(partsLine(recordOf([chunk, { choices: [{ index: 1, delta: { content: "C" } }] }]))).toBe("text:A");
  });

  test("a first chunk with filter results and empty names", () => {
    const chunks = [
      { id: "", model: "", choices: [], prompt_filter_results: [] },
      { id: "c1", model: "m", choices: [] },
      { id: "c2", model: "n" },
    ];
    expect(recordOf(chunks).served).toEqual({ generationId: "c1", model: "m", provider: null });
  });

  test("usage: without choices, beside a choice, running, in the choice, under a host's name; the last one wins", () => {
    const usage = (n: number) => ({ prompt_tokens: n });
    expect(recordOf([{ choices: [], usage: usage(1) }, { usage: usage(2) }]).usage).toBe('{"prompt_tokens":2}');
    expect(recordOf([{ choices: [{ delta: { content: "a" }, usage: usage(3) }], usage: null }]).usage).toBe(
      '{"prompt_tokens":3}',
    );
    expect(recordOf([{ x_groq: { usage: usage(4) } }]).usage).toBe('{"prompt_tokens":4}');
  });

  test("the finish reason in the chunk of the last text comes after it; text after it is still read", () => {
    const last = { choices: [{ delta: { content: "end" }, finish_reason: "stop" }] };
    const events = decodeAll([last, ...deltas({ content: " more" })]);
    expect(events.map((event) => event.type)).toEqual(["text", "finish", "text"]);
  });

  test("a finish reason that is repeated or null afterwards stays", () => {
    const finish = (finish_reason: string | null) => ({ choices: [{ delta: {}, finish_reason }] });
    const events = decodeAll([finish("length"), finish("length"), finish(null)]);
    expect(events).toEqual([{ type: "finish", reason: "length" }]);
    expect(recordOf([finish(null)]).finishReason).toBeNull();
  });

  test("a native reason is told beside a harmless one, and alone at the end", () => {
    const both = { choices: [{ delta: {}, finish_reason: "stop", native_finish_reason: "network_error" }] };
    expect(recordOf([both])).toMatchObject({ finishReason: "stop", nativeFinishReason: "network_error" });
    const alone = { choices: [{ delta: {}, finish_reason: null, native_finish_reason: "network_error" }] };
    expect(recordOf([alone])).toMatchObject({ finishReason: "network_error", nativeFinishReason: "network_error" });
  });

  test("errors: in a chunk without choices, in the choice, as text, flat, nested", () => {
    const errorOf = (chunk: object) => recordOf([...deltas({ content: "part" }), chunk]).error;
    expect(errorOf({ choices: [], error: { code: 502, message: "down" } })).toMatchObject({
      code: "502",
      message: "down",
    });
    expect(
      errorOf({ choices: [{ error: { code: "x", message: "in choice" }, finish_reason: "error" }] }),
    ).toMatchObject({ code: "x" });
    expect(errorOf({ error: "just text" })).toMatchObject({ code: null, message: "just text" });
    expect(errorOf({ object: "error", message: "flat", code: 400 })).toMatchObject({ code: "400", message: "flat" });
    expect(errorOf({ message: "flat", type: "too_many", param: null, code: "rate" })).toMatchObject({ code: "rate" });
    expect(errorOf({ error: { error: { message: "nested", type: "t" } } })).toMatchObject({
      code: "t",
      message: "nested",
    });
    expect(errorOf({ error: null, choices: [] })).toBeNull();
  });

  test("a whole body is read as one message; a message after deltas is not read again", () => {
    const message = {
      role: "assistant",
      content: "All",
      reasoning_content: "R",
      tool_calls: [{ id: "a", function: { name: "f", arguments: "{}" } }],
    };
    const body = { choices: [{ message, finish_reason: "tool_calls" }] };
    expect(partsLine(recordOf([body]))).toBe("reasoning:raw:R | text:All | tool:f({})");
    const repeated = recordOf([...deltas({ content: "All" }), body]);
    expect(partsLine(repeated)).toBe("text:All");
    expect(repeated.finishReason).toBe("tool_calls");
  });

  test("an answer in one huge chunk", () => {
    const content = "x".repeat(2_000_000);
    expect(recordOf(deltas({ content })).wire.content).toBe(content);
  });

  test("JSON nested deeper than the stack ends with a code, not with a crash", () => {
    const deep = JSON.parse(`${"[".repeat(200_000)}${"]".repeat(200_000)}`);
    expect(() => recordOf(deltas({ reasoning_details: deep }))).toThrow("provider_malformed");
  });
});

describe("cost", () => {
  const run = (count: number): number => {
    const decoder = createDecoder();
    const events: CallEvent[] = [];
    const chunks = deltas({
      reasoning: "word ",
      reasoning_details: [{ type: "reasoning.text", text: "word ", index: 0 }],
    });
    const start = performance.now();
    for (let i = 0; i < count; i += 1) for (const chunk of chunks) events.push(...decoder.push(chunk));
    decoder.end();
    return (performance.now() - start) / count;
  };

  test("a chunk costs the same after 100,000 chunks as after 1,000", () => {
    run(5_000);
    const few = Math.min(run(1_000), run(1_000), run(1_000));
    expect(run(100_000)).toBeLessThan(few * 8 + 0.005);
  });
});
