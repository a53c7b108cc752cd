import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPace } from "./pace";
import { readSliced, TooDeep } from "./read-sliced";
import { partsOfText } from "./reasoning-blocks";
import { createValueSplitter } from "./split-values";

const pause = () => undefined;

/** The values found in a text that arrives in pieces of this size. */
function split(text: string, pieceBytes = 7, maxBytes = 1000): unknown[] {
  const splitter = createValueSplitter({ maxBytes });
  const bytes = Buffer.from(text);
  const found: unknown[] = [];
  const add = (one: ReturnType<typeof splitter.end> extends Generator<infer T> ? T : never) =>
    found.push(one.kind === "value" ? one.bytes.toString() : one.kind);
  for (let at = 0; at < bytes.length; at += pieceBytes)
    for (const one of splitter.push(bytes.subarray(at, at + pieceBytes))) add(one);
  for (const one of splitter.end()) add(one);
  return found;
}

describe("the values of a file", () => {
  const everything =
    '{"format":"verbatim-export","version":1,"exportedAt":"x","conversations":[\n{"a":"]"},\n{"b":[1]}\n]}\n';
  test.each<[string, string, unknown[]]>([
    ["one", ' {"a":{"b":"}"}} ', ['{"a":{"b":"}"}}']],
    ["a list", '[{"a":1}, {"b":"\\"]"}\n]', ['{"a":1}', '{"b":"\\"]"}']],
    ["lines", '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    ["an export of everything", everything, ["head", '{"a":"]"}', '{"b":[1]}']],
    ["two of them", everything + everything, ["head", '{"a":"]"}', '{"b":[1]}', "head", '{"a":"]"}', '{"b":[1]}']],
    ["an empty one", everything.replace(/\n\{.*\n.*\n\]/, "]"), ["head"]],
    [
      "one with projects",
      everything.replace('"exp', '"projects":[{"x":"\\"conversations\\":["}],"exp'),
      ["head", '{"a":"]"}', '{"b":[1]}'],
    ],
    ["a byte order mark", '\ufeff[{"a":1}]', ['{"a":1}']],
    ["bare values in a list", '[1, "a b" ,null]', ["1", '"a b"', "null"]],
    ["lists in a list", "[[1],[[2]]]", ["[1]", "[[2]]"]],
    ["a list then lines", '[{"a":1}]\n{"b":2}', ['{"a":1}', '{"b":2}']],
    ["nothing", "", ["empty"]],
    ["blanks", " \n ", ["empty"]],
    ["an archive", "PK\u0003\u0004…", ["no_json"]],
    ["cut in a value", '[{"a":1},{"b":', ['{"a":1}', "cut"]],
    ["cut between values", '[{"a":1},', ['{"a":1}', "cut"]],
    ["a line that was cut, and the next", '{"a":"x\n{"b":2}\n', ["cut", '{"b":2}']],
    ["one that is too large", `[{"a":1},{"b":"${"x".repeat(2000)}"},{"c":3}]`, ['{"a":1}', "too_large", '{"c":3}']],
  ])("%s", (_, text, expected) => {
    for (const size of [1, 7, 1_000_000]) expect(split(text, size)).toEqual(expected);
  });

  test("of any list, however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.integer({ min: 1, max: 50 }), (values, size) => {
        // As JSON has them: it knows no -0.
        const objects = JSON.parse(JSON.stringify(values.map((value) => ({ value }))));
        expect(split(JSON.stringify(objects, null, 1), size, 1e6).map((text) => JSON.parse(String(text)))).toEqual(
          objects,
        );
      }),
    );
  });
});

describe("a value read in slices", () => {
  const read = (text: string, sliceBytes: number) =>
    readSliced(Buffer.from(text), { parse: JSON.parse, pause, sliceBytes });

  test("is what JSON.parse makes of it, key for key", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue({ maxDepth: 5 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom(0, 2),
        async (value, size, indent) => {
          const text = JSON.stringify({ value, more: [value, value] }, null, indent);
          expect(JSON.stringify(await read(text, size))).toBe(JSON.stringify(JSON.parse(text)));
        },
      ),
    );
  });

  test("is refused when it is nested too deeply, before anything recursive sees it", async () => {
    const nested = (depth: number) =>
      `{"a":[${"[".repeat(depth - 2)}${"]".repeat(depth - 2)}],"b":"${"x".repeat(99)}"}`;
    const shallow = (text: string) =>
      readSliced(Buffer.from(text), { parse: JSON.parse, pause, sliceBytes: 50, maxDepth: 64 });
    expect(await shallow(nested(64))).toEqual(JSON.parse(nested(64)));
    await expect(shallow(nested(65))).rejects.toThrow(TooDeep);
    await expect(shallow("[".repeat(1_000_000))).rejects.toThrow(TooDeep);
  });

  test("keeps a key named __proto__", async () => {
    const text = `{"a":"${"x".repeat(50)}","__proto__":{"b":["${"y".repeat(50)}"]}}`;
    expect(JSON.stringify(await read(text, 10))).toBe(text);
  });

  test.each([
    '[1,[2,"xxxxxxxxxxxxxxx"]',
    '[["xxxxxxxxxxxxxxx"]x,1]',
    '{"a":["xxxxxxxxxxxxxxx"}',
    '["xxxxxxxxxxxxxxxxx"]]',
    '[1 2,"xxxxxxxxxxxxxxx"]',
  ])("%s is refused", (text) => expect(read(text, 5)).rejects.toThrow(SyntaxError));

  test("50 MB hold nobody up", { timeout: 60_000 }, async () => {
    const message = JSON.stringify({ id: "m", parts: [{ type: "text", text: "Wort ".repeat(400) }] });
    const bytes = Buffer.from(`{"title":"T","messages":[${Array(25_000).fill(message).join(",")}]}`);
    expect(bytes.length).toBeGreaterThan(50_000_000);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    await readSliced(bytes, { parse: JSON.parse, pause: createPace() });
    clearInterval(timer);
    // Two cores are shared with other tests: the limit has room for them, a parse in one piece has none.
    expect(longest).toBeLessThan(150);
  });
});

describe("reasoning in the text of an answer", () => {
  test("text without any stays as it is, to the character", () => {
    const text = "  <details><summary>x</summary>y</details>\n ";
    expect(partsOfText(text)).toEqual([{ type: "text", text }]);
  });

  test("one that is not closed is text", () => {
    expect(partsOfText("<think>and so on")).toEqual([{ type: "text", text: "<think>and so on" }]);
  });

  test.each([
    "<think>",
    '<details type="reasoning">',
    '<details type="reasoning" ',
    ":::thinking\n",
    "<think></think>",
  ])("a megabyte of %s takes no time", (piece) => {
    const startedAt = performance.now();
    partsOfText(piece.repeat(1_000_000 / piece.length));
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });
});
