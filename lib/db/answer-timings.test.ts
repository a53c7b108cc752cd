import { expect, test } from "vitest";
import { answerTimings, type CallTimes } from "./answer-timings";

const call = (change: Partial<CallTimes>): CallTimes => ({
  outcome: "done",
  waitedMs: null,
  connectMs: 10,
  firstByteMs: 40,
  firstReasoningMs: null,
  firstAnswerMs: null,
  totalMs: 1000,
  ...change,
});

test("the times of one call are those of its answer", () => {
  expect(answerTimings([call({ firstReasoningMs: 50, firstAnswerMs: 700 })])).toEqual({
    connectMs: 10,
    firstByteMs: 40,
    firstReasoningMs: 50,
    firstAnswerMs: 700,
    totalMs: 1000,
  });
});

test("in a tool loop a call begins where those before it ended", () => {
  const calls = [
    call({ firstReasoningMs: 50 }),
    call({ firstReasoningMs: 60, totalMs: 500 }),
    call({ firstAnswerMs: 70 }),
  ];
  expect(answerTimings(calls)).toEqual({
    connectMs: 10,
    firstByteMs: 40,
    firstReasoningMs: 50,
    firstAnswerMs: 1570,
    totalMs: 2500,
  });
});

test("text before the first tool is the first answer", () => {
  expect(answerTimings([call({ firstAnswerMs: 80 }), call({ firstAnswerMs: 30 })]).firstAnswerMs).toBe(80);
});

test("a request that was refused and sent again belongs to the wait", () => {
  const calls = [call({ outcome: "failed", totalMs: 200 }), call({ firstAnswerMs: 90, totalMs: 300 })];
  expect(answerTimings(calls)).toMatchObject({ connectMs: 210, firstByteMs: 240, firstAnswerMs: 290, totalMs: 500 });
});

test("what did not happen stays unknown", () => {
  const nothing = { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null };
  expect(answerTimings([])).toEqual(nothing);
  expect(answerTimings([call({ ...nothing, outcome: "running" })])).toEqual(nothing);
  expect(answerTimings([call({ outcome: "failed", firstByteMs: null, totalMs: 5 })])).toMatchObject({
    connectMs: 10,
    firstByteMs: null,
    totalMs: 5,
  });
});
