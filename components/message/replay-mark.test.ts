import { expect, test } from "vitest";
import type { ReplaySummary } from "@/lib/contract/replay";
import { replayWords } from "./replay-mark";

const summary = (change: Partial<ReplaySummary>): ReplaySummary => ({
  state: "returned",
  returned: 0,
  total: 0,
  altered: 0,
  reasons: [],
  ...change,
});

test.each<[Partial<ReplaySummary>, string, string | null]>([
  [{ returned: 3, total: 3 }, "3 of 3 reasoning details returned unchanged", null],
  [{ returned: 1, total: 1 }, "1 of 1 reasoning detail returned unchanged", null],
  [
    { state: "partly", returned: 2, total: 3, reasons: ["the answer was edited"] },
    "2 of 3 reasoning details returned, left out: the answer was edited",
    null,
  ],
  [
    { state: "partly", returned: 4, total: 9, reasons: ["the call was cut off", "the answer was edited"] },
    "4 of 9 reasoning details returned; the others stay here by rule",
    "left out: the call was cut off; the answer was edited",
  ],
  [{ state: "left_out", total: 2, reasons: ["the turn called no tool"] }, "left out: the turn called no tool", null],
  [
    { state: "left_out", total: 2, reasons: ["the call was cut off", "the answer was edited"] },
    "0 of 2 reasoning details returned; they stay here by rule",
    "left out: the call was cut off; the answer was edited",
  ],
  [{ state: "altered", altered: 1, total: 2 }, "altered: one entry is not what went back", null],
  [{ state: "altered", altered: 2, total: 2 }, "altered: 2 entries are not what went back", null],
  [{ state: "none" }, "none to return", null],
  [{ state: "not_sent", total: 2 }, "the request did not go out", null],
])("%j reads %j, and %j", (change, text, reasons) => {
  expect(replayWords(summary(change), "detail")).toEqual({ text, reasons });
});

test("where one text goes back there are no details", () => {
  expect(replayWords(summary({ returned: 1, total: 1 }), "text").text).toBe("1 of 1 reasoning text returned unchanged");
  expect(replayWords(summary({ returned: 2, total: 2 }), "text").text).toBe(
    "2 of 2 reasoning texts returned unchanged",
  );
});
