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

test.each<[Partial<ReplaySummary>, string]>([
  [{ returned: 3, total: 3 }, "3 of 3 reasoning details returned unchanged"],
  [{ returned: 1, total: 1 }, "1 of 1 reasoning detail returned unchanged"],
  [
    { state: "partly", returned: 2, total: 3, reasons: ["the answer was edited"] },
    "2 of 3 reasoning details returned, left out: the answer was edited",
  ],
  [
    { state: "left_out", total: 2, reasons: ["the call was cut off", "the answer was edited"] },
    "left out: the call was cut off; the answer was edited",
  ],
  [{ state: "altered", altered: 1, total: 2 }, "altered: one entry is not what went back"],
  [{ state: "altered", altered: 2, total: 2 }, "altered: 2 entries are not what went back"],
  [{ state: "none" }, "none to return"],
  [{ state: "not_sent", total: 2 }, "the request did not go out"],
])("%j reads %j", (change, words) => {
  expect(replayWords(summary(change))).toBe(words);
});
