import fc from "fast-check";
import { expect, test } from "vitest";
import { black, blackened, placesOf, withoutWords } from "./blacken";

test.each<[string, string, [number, number][], string]>([
  ["nothing", "one two", [], "one two"],
  ["a word", "one two", [[0, 3]], `${black} two`],
  ["all of it", "one", [[0, 3]], black],
  [
    "two that touch are one",
    "one two",
    [
      [0, 3],
      [3, 7],
    ],
    black,
  ],
  [
    "two that overlap, in any order",
    "one two three",
    [
      [4, 9],
      [2, 6],
    ],
    `on${black}hree`,
  ],
  [
    "outside of the text",
    "one",
    [
      [-5, 1],
      [2, 900],
    ],
    `${black}n${black}`,
  ],
  ["nothing between", "one", [[2, 1]], "one"],
  ["never half an emoji", "a😀b", [[2, 3]], `a${black}b`],
])("%s", (_, text, ranges, expected) => {
  expect(blackened(text, ranges)).toBe(expected);
});

test("nothing of what is covered is left, and everything else is", () => {
  const range = fc.tuple(fc.nat(40), fc.nat(40));
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(range, { maxLength: 5 }), (text, ranges) => {
      // letters stand for their places
      const marked = [...text].map((_, at) => String.fromCharCode(0x4e00 + at)).join("");
      const shown = blackened(marked, ranges);
      for (let at = 0; at < marked.length; at += 1) {
        const isCovered = ranges.some(([start, end]) => start <= at && at < end);
        expect(shown.includes(marked[at] ?? "")).toBe(!isCovered);
      }
    }),
  );
});

test.each([
  [
    "one Two one",
    "ONE",
    [
      [0, 3],
      [8, 11],
    ],
  ],
  ["aaa", "aa", [[0, 2]]],
  ["İstanbul istanbul", "istanbul", [[9, 17]]],
  ["x", "", []],
])("the places in %s of %s", (text, word, places) => {
  expect(placesOf(text, word)).toEqual(places);
});

test("words are black wherever they stand", () => {
  expect(withoutWords("Falcon and falconry, FALCON", ["falcon", "and"])).toBe(`${black} ${black} ${black}ry, ${black}`);
  expect(withoutWords("as it is", [])).toBe("as it is");
});
