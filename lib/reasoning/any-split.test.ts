import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deltas, partsLine, recordOf } from "./__fixtures__/support";
import type { CallRecord } from "./record";

/*
 * How a host cuts the words of a turn into deltas is chance. For any turn and any two cuttings the record is the same: text, order and
 * kinds of parts, details, calls. Only the number of fragments, and the times, tell the cuttings apart.
 */

type Section =
  | { of: "reasoning" | "answer" | "refusal"; words: string }
  | { of: "call"; id: string; name: string; words: string };

/** Fields a host may give reasoning in; `details` beside a text field say the same words once more. */
const sources = ["reasoning", "reasoning_content", "details", "reasoning and details", "parts"] as const;
type Source = (typeof sources)[number];

const tail = "\u0001";
const words = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1, maxLength: 40 }),
    fc.lorem({ maxCount: 8 }),
    fc.constantFrom(
      "a <think> b </think> c",
      "x\ud83e\udd8ay",
      "【6†L9-L11】",
      "<|end|>",
      "We assistantfinal go",
      "\u0000",
    ),
  )
  // A text that repeats its own beginning can be meant as a snapshot: that it cannot be told apart is tested elsewhere.
  .map((text) => `.${text}${tail}`);
const section: fc.Arbitrary<Section> = fc.oneof(
  fc.record({ of: fc.constantFrom("reasoning", "answer", "refusal"), words }),
  fc.record({ of: fc.constant("call" as const), id: fc.uuid(), name: fc.constantFrom("find", "count"), words }),
);
const turn = fc.array(section, { minLength: 1, maxLength: 6 });
const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });

/** The text in pieces of these lengths, over and over; at any UTF-16 place, halves of characters included. */
function pieces(text: string, sizes: readonly number[]): string[] {
  const list: string[] = [];
  for (let at = 0, i = 0; at < text.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    list.push(text.slice(at, at + size));
    at += size;
  }
  return list;
}

function reasoningDelta(source: Source, piece: string, index: number): object {
  const details = { reasoning_details: [{ type: "reasoning.text", text: piece, index, format: "f" }] };
  switch (source) {
    case "reasoning":
      return { reasoning: piece, content: "" };
    case "reasoning_content":
      return { reasoning_content: piece, content: null };
    case "details":
      return details;
    case "reasoning and details":
      return { reasoning: piece, ...details };
    case "parts":
      return { content: [{ type: "thinking", thinking: [{ type: "text", text: piece }] }] };
    default:
      return source satisfies never;
  }
}

function streamOf(sections: readonly Section[], source: Source, sizes: readonly number[]): object[] {
  let calls = 0;
  const list = sections.flatMap((one, index) => {
    if (one.of !== "call") {
      return pieces(one.words, sizes).map((piece) => {
        if (one.of === "reasoning") return reasoningDelta(source, piece, index);
        return one.of === "answer" ? { content: piece } : { refusal: piece };
      });
    }
    const wireIndex = calls++;
    const first = { index: wireIndex, id: one.id, function: { name: one.name, arguments: "" } };
    const rest = pieces(one.words, sizes).map((piece) => ({ index: wireIndex, function: { arguments: piece } }));
    return [first, ...rest].map((call) => ({ tool_calls: [call] }));
  });
  return deltas(...list);
}

/** What may not depend on the cutting. */
function factsOf(record: CallRecord) {
  return {
    line: partsLine(record),
    reasoning: record.reasoning.text,
    details: record.reasoning.details,
    wire: record.wire,
  };
}

describe("for any turn", () => {
  for (const source of sources) {
    test(`reasoning in ${source}: any cutting gives the same text, order, kinds and details`, () => {
      fc.assert(
        fc.property(turn, cuts, cuts, (sections, one, other) => {
          const record = recordOf(streamOf(sections, source, one));
          expect(factsOf(recordOf(streamOf(sections, source, other)))).toEqual(factsOf(record));
          const said = (of: Section["of"]) => sections.filter((each) => each.of === of).map((each) => each.words);
          expect(record.reasoning.text ?? "").toBe(said("reasoning").join(""));
          expect(record.wire.content ?? "").toBe(said("answer").join(""));
          expect(record.wire.refusal ?? "").toBe(said("refusal").join(""));
          expect(record.wire.toolCalls.map((call) => call.arguments)).toEqual(said("call"));
        }),
        { numRuns: 150 },
      );
    });
  }

  test("thoughts in tags or channels at the start: any cutting finds the same border", () => {
    const inner = fc.string({ maxLength: 30 }).map((text) => `.${text.replaceAll(/[<|\]◁]/g, "")}.`);
    const open = fc.constantFrom(
      ["<think>", "</think>"],
      ["[THINK]", "[/THINK]"],
      ["<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"],
      ["analysisW", "assistantfinal"],
    );
    fc.assert(
      fc.property(open, inner, inner, cuts, ([before = "", after = ""], thought, answer, sizes) => {
        const record = recordOf(
          deltas(...pieces(`${before}${thought}${after}${answer}`, sizes).map((content) => ({ content }))),
        );
        expect(record.reasoning.text).toBe(before === "analysisW" ? `W${thought}` : thought);
        expect(record.wire.content).toBe(answer);
      }),
      { numRuns: 300 },
    );
  });
});
