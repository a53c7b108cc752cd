import { expect, test } from "vitest";
import type { MessagePart, Timings } from "@/lib/conversation/message";
import { timeShares } from "./time-shares";

const timings = (change: Partial<Timings>): Timings => ({
  connectMs: 10,
  firstByteMs: 20,
  firstReasoningMs: null,
  firstAnswerMs: null,
  totalMs: 1000,
  ...change,
});
const reasoning = (durationMs: number | null): MessagePart => ({
  type: "reasoning",
  text: "r",
  kind: "raw",
  durationMs,
});

test.each<[string, Partial<Timings>, MessagePart[], [number, number, number]]>([
  ["an answer alone", { firstAnswerMs: 100 }, [], [100, 0, 900]],
  ["reasoning, then an answer", { firstReasoningMs: 100, firstAnswerMs: 400 }, [reasoning(250)], [100, 250, 650]],
  [
    "a loop that spoke before it reasoned",
    { firstReasoningMs: 500, firstAnswerMs: 100 },
    [reasoning(200)],
    [100, 200, 700],
  ],
  [
    "all reasoning of a loop",
    { firstReasoningMs: 100, firstAnswerMs: 800 },
    [reasoning(200), reasoning(300)],
    [100, 500, 400],
  ],
  ["stopped while it reasoned", { firstReasoningMs: 100 }, [reasoning(800)], [200, 800, 0]],
  ["reasoning nobody measured", { firstReasoningMs: 100, firstAnswerMs: 300 }, [reasoning(null)], [100, 0, 900]],
  ["never more than there was", { firstReasoningMs: 100, firstAnswerMs: 900 }, [reasoning(5000)], [100, 900, 0]],
])("%s", (_, change, parts, [waitMs, reasoningMs, answerMs]) => {
  expect(timeShares(timings(change), parts)).toEqual({ waitMs, reasoningMs, answerMs });
});

test("without a first token or an end there are no shares", () => {
  expect(timeShares(timings({}), [])).toBeNull();
  expect(timeShares(timings({ firstAnswerMs: 5, totalMs: null }), [])).toBeNull();
});
