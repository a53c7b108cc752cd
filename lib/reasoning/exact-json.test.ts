import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeAll, fold, mergeFragments, recordOf } from "./__fixtures__/support";
import { isRawNumber, parseExact, parseExactChunk } from "./exact-json";

const odd = ["12345678901234567890", "0.1000000000000000055", "1.0", "1e5", "1E-7", "-0", "-0.0", "1e400", "0.0000001"];

describe("numbers", () => {
  for (const number of odd) {
    test(`${number} comes out as it went in`, () => {
      expect(JSON.stringify(parseExact(number))).toBe(number);
      expect(JSON.stringify(parseExact(`{"a":[${number},${number}],"b":${number}}`))).toBe(
        `{"a":[${number},${number}],"b":${number}}`,
      );
    });
  }

  test("those that JavaScript spells the same way stay numbers", () => {
    expect(parseExact('[0,-1,17,0.5,-0.25,1763800000,9007199254740991,0.1,{"a":1.0}]')).toEqual(
      expect.arrayContaining([0, -1, 17, 0.5, -0.25, 1763800000, 9007199254740991, 0.1]),
    );
  });

  test("numbers in words stay words", () => {
    const text = '{"text":"costs 1.0, 1e5 or: 12345678901234567890"}';
    expect(parseExact(text)).toEqual(JSON.parse(text));
  });

  test("a key named __proto__ is a key", () => {
    const text = '{"reasoning_details":[{"n":1.0}],"__proto__":{"polluted":1.0}}';
    expect(Object.keys(parseExactChunk(text) ?? {})).toEqual(["reasoning_details", "__proto__"]);
    expect({}).not.toHaveProperty("polluted");
  });

  test("what is no JSON throws, what is nested deeper than the stack is read as ever", () => {
    expect(() => parseExact("{")).toThrow(SyntaxError);
    const deep = `{"usage":${"[".repeat(100_000)}1.0${"]".repeat(100_000)}}`;
    expect(parseExactChunk(deep)).toHaveProperty("usage");
  });

  test("a million digits take no time to look at", () => {
    const start = performance.now();
    for (const text of [`"${" 1".repeat(100_000)}"`, `": ${"1".repeat(1_000_000)}x"`, `": ${"1.".repeat(500_000)}"`])
      parseExact(text);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  test("any number of the grammar, anywhere in any value", () => {
    const digits = fc.stringMatching(/^[0-9]{1,24}$/);
    const number = fc
      .tuple(
        fc.constantFrom("", "-"),
        fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9][0-9]{0,24}$/)),
        fc.option(digits),
        fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "E-"), fc.stringMatching(/^[0-9]{1,3}$/))),
      )
      .map(([sign, whole, part, power]) => {
        return `${sign}${whole}${part === null ? "" : `.${part}`}${power === null ? "" : power.join("")}`;
      });
    const { json } = fc.letrec<{ json: string }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        number,
        fc.string().map((words) => JSON.stringify(words)),
        fc.array(tie("json"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
        fc
          .array(tie("json"), { maxLength: 3 })
          .map((items) => `{${items.map((item, i) => `"k${i}":${item}`).join(",")}}`),
      ),
    }));
    fc.assert(
      fc.property(json, (text) => {
        expect(JSON.stringify(parseExact(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a chunk", () => {
  const detail = '{"type":"reasoning.text","text":"a","index":0,"score":1.0,"big":12345678901234567890}';
  const chunk = `{"created":1.0,"choices":[{"index":0.0,"delta":{"content":"A","reasoning_details":[${detail}]}}],"usage":{"cost":1.20e-5,"total_tokens":3}}`;

  test("is exact where values go back or are kept, and plain elsewhere", () => {
    const value = parseExactChunk(chunk);
    expect(value).toMatchObject({ created: 1, choices: [{ index: 0 }] });
    expect(JSON.stringify(value)).toBe(
      chunk.replace('"created":1.0', '"created":1').replace('"index":0.0', '"index":0'),
    );
  });

  test("without odd numbers it is what JSON.parse gives", () => {
    const text = '{"created":1763800000,"choices":[{"delta":{"reasoning_details":[{"index":0}]}}]}';
    expect(parseExactChunk(text)).toEqual(JSON.parse(text));
  });

  test("its details and usage reach the record digit for digit, also when saved and folded again", () => {
    const events = decodeAll([parseExactChunk(chunk)]);
    const record = fold(events);
    expect(record.reasoning).toMatchObject({ fragments: `[[${detail}]]`, details: `[${detail}]` });
    expect(record.usage).toBe('{"cost":1.20e-5,"total_tokens":3}');
    expect(fold(JSON.parse(JSON.stringify(events)))).toEqual(record);
  });

  test("arguments and annotations too", () => {
    const call = '{"index":0,"id":"x","function":{"name":"f","arguments":{"id":12345678901234567890}}}';
    const text = `{"choices":[{"delta":{"tool_calls":[${call}],"annotations":[{"at":1.0}]}}]}`;
    const { wire } = recordOf([parseExactChunk(text)]);
    expect(wire.toolCalls[0]?.arguments).toBe('{"id":12345678901234567890}');
    expect(wire.annotations).toBe('[{"at":1.0}]');
  });
});

describe("merging", () => {
  const merge = (...values: string[]) => JSON.stringify(mergeFragments(values.map(parseExact)));

  test("an index spelled 0.0 is the index 0, and one beyond all precision is itself", () => {
    expect(merge('[{"type":"t","index":0,"text":"a"}]', '[{"type":"t","index":0.0,"text":"b"}]')).toBe(
      '[{"type":"t","index":0,"text":"ab"}]',
    );
    const [one, two] = ["1152921504606846976", "1152921504606846977"];
    const list = `{"type":"t","index":${one}},{"type":"t","index":${two}}`;
    expect(merge(`[${list}]`)).toBe(`[${list}]`);
  });

  test("an element that is nothing but an odd number stays one", () => {
    expect(merge("[1.0,2]")).toBe("[1.0,2]");
    expect(isRawNumber(parseExact("1.0"))).toBe(true);
  });
});
