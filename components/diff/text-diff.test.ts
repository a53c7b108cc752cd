import fc from "fast-check";
import { expect, test } from "vitest";
import { type DiffPiece, diffTexts } from "./text-diff";

const joined = (pieces: readonly DiffPiece[], left: DiffPiece["kind"]) =>
  pieces.map(({ kind, text }) => (kind === left ? "" : text)).join("");

test("words are compared, not lines", async () => {
  expect(await diffTexts("It is 0.16 %, not less.\nSame.\n", "It is 0.27 %, not less.\nSame.\n")).toEqual([
    { kind: "same", text: "It is " },
    { kind: "removed", text: "0.16 " },
    { kind: "added", text: "0.27 " },
    { kind: "same", text: "%, not less.\nSame.\n" },
  ]);
});

test("scripts without blanks have words too", async () => {
  const pieces = await diffTexts("今日は天気が良い", "今日は天気が悪い");
  expect(pieces[0]).toEqual({ kind: "same", text: "今日は天気が" });
  expect(pieces.slice(1).map(({ kind }) => kind)).toEqual(expect.arrayContaining(["removed", "added"]));
});

test("of any two texts, the pieces make up both to the character", async () => {
  const text = fc
    .array(fc.constantFrom("one ", "two ", "three", "\n", "\r\n", "  ", "日本", "é", "👩‍👩‍👧", "`x`", "\n\n"), {
      maxLength: 60,
    })
    .map((words) => words.join(""));
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      const pieces = await diffTexts(before, after);
      expect(joined(pieces, "added")).toBe(before);
      expect(joined(pieces, "removed")).toBe(after);
      for (const [index, { kind, text: words }] of pieces.entries()) {
        expect(words).not.toBe("");
        expect(kind).not.toBe(pieces[index + 1]?.kind);
      }
    }),
  );
});

const words = (seed: number, count: number, perLine: number) =>
  Array.from(
    { length: count },
    (_, at) => `${((at + 1) * seed * 7919) % 9973}${at % perLine === perLine - 1 ? "\n" : " "}`,
  ).join("");

test.each([
  ["two long answers that have nothing in common, in lines", words(3, 60_000, 12), words(7, 60_000, 12)],
  ["in one line", words(3, 60_000, 1e9), words(7, 60_000, 1e9)],
  ["a megabyte with a change in every line", words(3, 150_000, 10), words(3, 150_000, 10).replaceAll("1 ", "2 ")],
])("the page gets its turn: %s", async (_, before, after) => {
  // processor time of this thread: what else the machine does is not counted
  const used = () => process.threadCpuUsage().user / 1000;
  let longest = 0;
  let last = used();
  const look = () => {
    longest = Math.max(longest, used() - last);
    last = used();
  };
  const timer = setInterval(look);
  const pieces = await diffTexts(before, after);
  look();
  clearInterval(timer);
  expect(joined(pieces, "added")).toBe(before);
  expect(joined(pieces, "removed")).toBe(after);
  expect(longest).toBeLessThan(100);
});
