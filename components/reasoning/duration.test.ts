import { expect, test } from "vitest";
import { formatCount, formatDuration, formatTokens } from "./duration";

test.each([
  [-5, "0.0 s"],
  [0, "0.0 s"],
  [49, "0.0 s"],
  [4_210, "4.2 s"],
  [59_949, "59.9 s"],
  [59_950, "1 min 0 s"],
  [72_400, "1 min 12 s"],
  [3_599_400, "59 min 59 s"],
  [3_599_500, "1 h 0 min"],
  [7_500_000, "2 h 5 min"],
])("%d ms reads %s", (milliseconds, words) => {
  expect(formatDuration(milliseconds)).toBe(words);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [1_234_567, "1,234,567"],
])("%d reads %s", (count, words) => {
  expect(formatCount(count)).toBe(words);
});

test("one token is singular", () => {
  expect([formatTokens(1), formatTokens(412), formatTokens(1_204)]).toEqual(["1 token", "412 tokens", "1,204 tokens"]);
});
