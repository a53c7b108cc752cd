import { expect, test } from "vitest";
import { cutAtWord } from "./cut-at-word";

test.each([
  ["what fits stays", "one two three", "one two three"],
  ["a word that does not fit goes", "one two three four", "one two three…"],
  ["a word that just fits stays", "one two thirteen four", "one two thirteen…"],
  ["a sign before the cut goes", "one two three, four", "one two three…"],
  ["a long word is cut where the room ends", "one abcdefghijklmnopqrstuvwxyz", "one abcdefghijkl…"],
  ["an emoji is one character", "😀".repeat(16), "😀".repeat(16)],
  ["an emoji is never halved", "😀".repeat(17), `${"😀".repeat(16)}…`],
  ["nothing", "", ""],
])("%s", (_, text, expected) => {
  expect(cutAtWord(text, 16, 8)).toBe(expected);
});
