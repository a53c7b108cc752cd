import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mergeFragments } from "./__fixtures__/support";
import { createMerger } from "./merge";

const text = (words: string, more: object = {}) => ({ type: "reasoning.text", text: words, ...more });
const json = (...fragments: object[]) => JSON.stringify(mergeFragments(fragments.map((fragment) => [fragment])));

describe("the rule", () => {
  test("1: type and index; without index type and id; without both the last entry", () => {
    expect(json(text("a", { index: 0 }), text("b", { index: 1 }), text("c", { index: 0 }))).toBe(
      '[{"type":"reasoning.text","text":"ac","index":0},{"type":"reasoning.text","text":"b","index":1}]',
    );
    expect(json(text("a", { id: "x" }), text("b", { id: "y" }), text("c", { id: "x" }))).toBe(
      '[{"type":"reasoning.text","text":"ac","id":"x"},{"type":"reasoning.text","text":"b","id":"y"}]',
    );
    expect(mergeFragments([[text("a"), text("b")], [{ type: "other" }], [text("c")]])).toEqual([
      text("ab"),
      { type: "other" },
      text("c"),
    ]);
  });

  test("1: one index for summary and ciphertext is two entries", () => {
    const summary = { type: "reasoning.summary", summary: "S", index: 0 };
    const encrypted = { type: "reasoning.encrypted", data: "x", index: 0 };
    expect(mergeFragments([[summary], [encrypted], [{ ...summary, summary: "T" }]])).toEqual([
      { ...summary, summary: "ST" },
      encrypted,
    ]);
  });

  test("1: a fragment without an index does not join an entry that has one", () => {
    expect(mergeFragments([[text("a", { index: 0 })], [text("b")], [text("c", { index: null })]])).toEqual([
      text("a", { index: 0 }),
      { ...text("bc"), index: null },
    ]);
  });

  test("2: keys stand in order of first appearance", () => {
    expect(json({ index: 0, type: "t", format: "f" }, { type: "t", signature: "s", index: 0, extra: 1 })).toBe(
      '[{"index":0,"type":"t","format":"f","signature":"s","extra":1}]',
    );
  });

  test("3: an empty signature gives way to the real one, which an empty one does not erase", () => {
    const at = (signature: string | null) => ({ type: "reasoning.text", index: 0, signature });
    expect(json(at(""), at("real"), at(""), at(null))).toBe('[{"type":"reasoning.text","index":0,"signature":"real"}]');
    expect(json(at("first"), at("second"))).toBe('[{"type":"reasoning.text","index":0,"signature":"second"}]');
  });

  test("4: a second piece of data is more of it", () => {
    expect(json({ type: "e", data: "ab", id: "i" }, { type: "e", data: "cd", id: "i" })).toBe(
      '[{"type":"e","data":"abcd","id":"i"}]',
    );
  });

  test("5: other keys are filled while empty, and then kept", () => {
    const at = (more: object) => ({ type: "t", index: 0, ...more });
    const merged = mergeFragments([
      [at({ a: null, b: "", c: 1, d: [] })],
      [at({ a: 0, b: "x", c: 2, d: [1] })],
      [at({ a: 5, b: "y", d: [2] })],
    ]);
    expect(merged).toEqual([at({ a: 0, b: "x", c: 1, d: [1] })]);
  });

  test("6: null stays null, absent stays absent, an empty array is a value", () => {
    expect(json({ type: "t", index: 0, format: null, text: null }, { type: "t", index: 0 })).toBe(
      '[{"type":"t","index":0,"format":null,"text":null}]',
    );
    expect(mergeFragments([])).toBeNull();
    expect(mergeFragments([null, null])).toBeNull();
    expect(mergeFragments([null, []])).toEqual([]);
  });

  test("7: merging goes on after it was read", () => {
    const merger = createMerger();
    merger.push([text("a", { index: 0 })]);
    expect(merger.details()).toEqual([text("a", { index: 0 })]);
    merger.push([{ type: "reasoning.text", index: 0, signature: "late" }]);
    expect(merger.details()).toEqual([{ ...text("a", { index: 0 }), signature: "late" }]);
  });
});

describe("strange values", () => {
  test("elements that are no objects, and unknown kinds, stay as they are and where they are", () => {
    const odd = ["x", null, 3, [1], { no: "type" }, { type: { deep: true }, v: 1 }];
    expect(JSON.stringify(mergeFragments([odd]))).toBe(JSON.stringify(odd));
  });

  test("a key named __proto__ neither pollutes nor vanishes", () => {
    const fragment = '{"type":"t","index":0,"__proto__":{"polluted":true},"constructor":"c"}';
    const merged = mergeFragments([JSON.parse(`[${fragment}]`), JSON.parse(`[${fragment}]`)]);
    expect(JSON.stringify(merged)).toBe(`[${fragment}]`);
    expect({}).not.toHaveProperty("polluted");
    expect(Object.getPrototypeOf(merged?.[0])).toBe(Object.prototype);
  });

  test("half a character at the end of one fragment is completed by the next before anything is encoded", () => {
    expect(json(text("a\ud83e", { index: 0 }), text("\udd8ab", { index: 0 }))).toContain('"text":"a🦊b"');
  });

  test("U+0000 survives", () => {
    expect(JSON.parse(json(text("a\u0000", { index: 0 }), text("b", { index: 0 })))).toEqual([
      text("a\u0000b", { index: 0 }),
    ]);
  });
});

/** Keys like "0" are left out: JSON.parse itself moves them to the front. */
const key = fc.string({ unit: "binary", maxLength: 8 }).filter((name) => !/^\d+$/.test(name));
const value = fc.jsonValue({ maxDepth: 2 });
const entry = fc.record({
  type: fc.constantFrom("reasoning.text", "reasoning.summary", "reasoning.encrypted", "reasoning.some_new_kind"),
  words: fc.string({ unit: "binary", maxLength: 40 }),
  other: fc.dictionary(key, value, { maxKeys: 4 }),
});

function wordsKey(type: string): string {
  return type === "reasoning.summary" ? "summary" : type === "reasoning.encrypted" ? "data" : "text";
}

describe("for any entries", () => {
  test("cut into fragments at any UTF-16 place, they come back as they were, key order included", () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 5 }), fc.infiniteStream(fc.nat(6)), (entries, sizes) => {
        const whole = entries.map(({ type, words, other }, index) => {
          const rest = Object.entries(other).filter(
            ([name]) => !["text", "summary", "data", "type", "index", "id"].includes(name),
          );
          return Object.fromEntries([["type", type], [wordsKey(type), words], ...rest, ["index", index]]);
        });
        const fragments: unknown[] = [];
        entries.forEach(({ type, words }, index) => {
          let rest = words;
          const first = { ...whole[index] };
          const cut = sizes.next().value ?? 0;
          first[wordsKey(type)] = rest.slice(0, cut);
          fragments.push([first]);
          for (rest = rest.slice(cut); rest !== ""; ) {
            const size = 1 + (sizes.next().value ?? 0);
            fragments.push([{ type, [wordsKey(type)]: rest.slice(0, size), index }], []);
            rest = rest.slice(size);
          }
        });
        // As stored and read again: JSON text in between, as for every fragment of a real stream.
        const stored: unknown[] = JSON.parse(JSON.stringify(fragments));
        const merged = mergeFragments(stored);
        expect(JSON.stringify(merged)).toBe(entries.length === 0 ? "null" : JSON.stringify(whole));
        expect(JSON.stringify(JSON.parse(JSON.stringify(merged)))).toBe(JSON.stringify(merged));
      }),
    );
  });

  test("whatever the fragments are, merging ends, and JSON text of the result reads back to the same text", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 12 }), (fragments) => {
        const text = JSON.stringify(mergeFragments(fragments));
        expect(JSON.stringify(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test("merging a merged array changes nothing", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 6 }), (entries) => {
        const once = mergeFragments([entries.map(({ type, words }, index) => ({ type, text: words, index }))]);
        expect(mergeFragments([once])).toEqual(once);
      }),
    );
  });
});
