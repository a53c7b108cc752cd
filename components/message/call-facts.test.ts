import { expect, test } from "vitest";
import type { CallView } from "@/lib/conversation/message";
import { notSent, sentAgain } from "./call-facts";

const call = (step: number, attempt: number, ignored: string[] = []): CallView => ({
  id: `${step}.${attempt}`,
  step,
  attempt,
  connectionId: "c",
  connectionName: "C",
  error: null,
  waitedMs: null,
  requestedModel: "m",
  servedModel: null,
  provider: null,
  generationId: null,
  outcome: "done",
  finishReason: null,
  nativeFinishReason: null,
  ignored,
});

test("an answer whose requests went out once, as asked, has nothing to add", () => {
  for (const calls of [[], [call(0, 0)], [call(0, 0), call(1, 0)]]) {
    expect(notSent(calls)).toEqual([]);
    expect(sentAgain(calls)).toBeNull();
  }
});

test("what was left out is named once, also when every step of the answer left it out", () => {
  expect(notSent([call(0, 0, ["top_k"]), call(1, 0, ["top_k", "seed"])])).toEqual(["top_k", "seed"]);
});

test("a request that was put right counts as the one that was answered", () => {
  const calls = [call(0, 0, ["reasoning.exclude"]), call(0, 1, ["temperature"])];
  expect(notSent(calls)).toEqual(["temperature"]);
  expect(sentAgain(calls)).toBe("after the server refused its form");
  expect(sentAgain([...calls, call(1, 0), call(1, 1)])).toBe("2 times, after the server refused its form");
});
