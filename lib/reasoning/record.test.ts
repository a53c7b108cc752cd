import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAll, deltas, fold, recordOf } from "./__fixtures__/support";
import { coalesce, type TimedEvent } from "./coalesce";
import type { CallEvent } from "./events";
import { type CallRecord, createCallRecorder } from "./record";

function foldTimed(events: readonly TimedEvent[]): CallRecord {
  const recorder = createCallRecorder();
  for (const { atMs, event } of events) recorder.apply(event, atMs);
  return recorder.record();
}

const reasoning = (text: string): CallEvent => ({ type: "reasoning", text, kind: "raw", field: "reasoning" });

describe("a record", () => {
  test("an empty call", () => {
    expect(fold([])).toEqual({
      parts: [],
      reasoning: { field: null, text: null, fragments: null, details: null, mergeRule: 1 },
      wire: { content: null, toolCalls: [], refusal: null, annotations: null },
      toolRuns: [],
      served: { generationId: null, model: null, provider: null },
      finishReason: null,
      nativeFinishReason: null,
      usage: null,
      error: null,
      firstReasoningMs: null,
      firstAnswerMs: null,
    });
  });

  test("reasoning, answer and reasoning again stay apart, each with its own duration", () => {
    const events: [number, CallEvent][] = [
      [100, reasoning("a")],
      [250, reasoning("b")],
      [300, { type: "text", text: "x" }],
      [400, reasoning("c")],
    ];
    const record = foldTimed(events.map(([atMs, event]) => ({ atMs, event })));
    expect(record.parts).toEqual([
      { type: "reasoning", text: "ab", kind: "raw", durationMs: 150 },
      { type: "text", text: "x" },
      { type: "reasoning", text: "c", kind: "raw", durationMs: null },
    ]);
    expect(record).toMatchObject({ firstReasoningMs: 100, firstAnswerMs: 300, reasoning: { text: "abc" } });
  });

  test("unknown times make no figures", () => {
    const record = foldTimed([reasoning("a"), reasoning("b")].map((event) => ({ atMs: Number.NaN, event })));
    expect(record).toMatchObject({ firstReasoningMs: null, parts: [{ durationMs: null }] });
  });

  test("hidden reasoning has no time of its first word", () => {
    const encrypted = { reasoning_details: [{ type: "reasoning.encrypted", data: "x", index: 0 }] };
    expect(recordOf(deltas(encrypted, { content: "A" })).firstReasoningMs).toBeNull();
  });

  test("fragments are one element per chunk that had the key, as it was", () => {
    const record = recordOf(
      deltas({ reasoning_details: [{ b: 1, a: 2 }] }, {}, { reasoning_details: null }, { reasoning_details: [] }),
    );
    expect(record.reasoning).toMatchObject({ fragments: '[[{"b":1,"a":2}],null,[]]', details: '[{"b":1,"a":2}]' });
  });

  test("many stored fragments keep their order, and one that is no JSON spoils only itself", () => {
    const texts = Array.from({ length: 200 }, (_, i) => `[{"type":"t","index":0,"text":"${i} "}]`);
    const details = (json: string): CallEvent => ({ type: "details", json });
    const words = Array.from({ length: 200 }, (_, i) => `${i} `).join("");
    expect(fold(texts.map(details)).reasoning.details).toBe(`[{"type":"t","index":0,"text":"${words}"}]`);
    const broken = ["[", "],[", ...texts].map(details);
    expect(fold(broken).reasoning.details).toBe(`[{"type":"t","index":0,"text":"${words}"}]`);
  });

  test("the first error stays, the last finish reason and usage count", () => {
    const error = (message: string): CallEvent => ({ type: "error", code: null, message, raw: "" });
    const record = fold([
      error("cause"),
      error("consequence"),
      { type: "finish", reason: "length", nativeReason: "max" },
      { type: "finish", reason: "stop" },
      { type: "usage", json: "1" },
      { type: "usage", json: "2" },
    ]);
    expect(record).toMatchObject({
      error: { message: "cause" },
      finishReason: "stop",
      nativeFinishReason: "max",
      usage: "2",
    });
  });
});

const words = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom("\ud83e", "\udd8a", "\u0000", "", "<think>", "</think>"),
);
const detail = fc.record(
  {
    type: fc.constantFrom("reasoning.text", "reasoning.summary", "reasoning.encrypted", "new"),
    text: words,
    data: words,
    index: fc.nat(2),
    more: fc.jsonValue(),
  },
  { requiredKeys: ["type"] },
);
const delta = fc.record(
  {
    reasoning: words,
    reasoning_content: words,
    reasoning_details: fc.oneof(fc.array(detail, { maxLength: 3 }), fc.constant(null)),
    content: fc.oneof(words, fc.constant(null)),
    refusal: words,
    tool_calls: fc.array(
      fc.record(
        { index: fc.nat(2), id: words, function: fc.record({ name: words, arguments: words }, { requiredKeys: [] }) },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const stream = fc.array(delta, { maxLength: 25 });

describe("for any stream", () => {
  test("saved as JSON, coalesced piece by piece and folded again, it is the live record, times included", () => {
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat(9), { minLength: 30, maxLength: 30 }),
        fc.integer({ min: 1, max: 9 }),
        (list, gaps, size) => {
          let atMs = 0;
          const live = decodeAll(deltas(...list)).map((event, i) => {
            atMs += gaps[i % gaps.length] ?? 0;
            return { atMs, event };
          });
          const saved: TimedEvent[] = [];
          for (let i = 0; i < live.length; i += size) {
            const segment: TimedEvent[] = JSON.parse(JSON.stringify(coalesce(live.slice(i, i + size))));
            saved.push(...segment);
          }
          const record = foldTimed(live);
          expect(foldTimed(saved)).toEqual(record);
          expect(foldTimed(coalesce(live))).toEqual(record);
          expect(saved.length).toBeLessThanOrEqual(live.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("begun from saved events and gone on live, it is the live record", () => {
    fc.assert(
      fc.property(stream, fc.nat(60), (list, saved) => {
        const live = decodeAll(deltas(...list));
        const first: CallEvent[] = JSON.parse(JSON.stringify(live.slice(0, saved)));
        expect(fold([...first, ...live.slice(saved)])).toEqual(fold(live));
      }),
    );
  });

  test("what people see has no U+0000 and no half character", () => {
    fc.assert(
      fc.property(stream, (list) => {
        for (const part of recordOf(deltas(...list)).parts) {
          expect(part.text.isWellFormed()).toBe(true);
          expect(part.text).not.toContain("\u0000");
        }
      }),
    );
  });

  test("the answer is the content, word for word, however it is cut", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 60 }),
        fc.array(fc.nat(60), { maxLength: 6 }),
        (content, cuts) => {
          const places = [0, ...cuts.sort((a, b) => a - b), content.length];
          const pieces = places.slice(1).map((end, i) => ({ content: content.slice(places[i], end) }));
          expect(recordOf(deltas(...pieces)).wire.content ?? "").toBe(content);
        },
      ),
    );
  });
});

describe("coalescing", () => {
  test("neighbours become one event although details stand between them; the last reasoning keeps its time", () => {
    const details: CallEvent = { type: "details", json: "[]" };
    const list = [
      reasoning("a"),
      details,
      reasoning("b"),
      details,
      reasoning("c"),
      { type: "text", text: "x" } as const,
      { type: "text", text: "y" } as const,
    ];
    const joined = coalesce(list.map((event, i) => ({ atMs: i, event })));
    expect(joined).toEqual([
      { atMs: 0, event: reasoning("ab") },
      { atMs: 1, event: details },
      { atMs: 4, event: reasoning("c") },
      { atMs: 3, event: details },
      { atMs: 5, event: { type: "text", text: "xy" } },
    ]);
  });

  test("the cost per event does not grow", () => {
    const run = (count: number): number => {
      const events = Array.from({ length: count }, (_, i): TimedEvent => ({ atMs: i, event: reasoning("word ") }));
      const start = performance.now();
      foldTimed(coalesce(events));
      foldTimed(events);
      return (performance.now() - start) / count;
    };
    run(5_000);
    const few = Math.min(run(1_000), run(1_000), run(1_000));
    expect(run(100_000)).toBeLessThan(few * 8 + 0.005);
  });
});
