import { expect, test } from "vitest";
import type { CompletionView } from "@/lib/conversation/message";
import { diffFacts } from "./settings-diff";

const answer: CompletionView = {
  ...{
    id: "k",
    status: "done",
    connectionId: "c",
    connectionName: "C",
    model: "one",
    servedModel: null,
    provider: "Host",
  },
  ...{ finishReason: "stop", cost: "0.0001", settings: { reasoning: { effort: "low" }, seed: 7 }, error: null },
  usage: { inputTokens: 10, cachedTokens: null, outputTokens: 20, reasoningTokens: null },
  startedAt: "2026-01-01T00:00:00.000Z",
  timings: { connectMs: 1, firstByteMs: 2, firstReasoningMs: null, firstAnswerMs: 3, totalMs: 4000 },
  calls: [],
};

test("the same is nothing to tell", () => {
  expect(diffFacts(answer, { ...answer, id: "other" })).toEqual([]);
});

test("only what differs is told: settings as sent first, then figures; what is missing on one side is null", () => {
  const other: CompletionView = {
    ...answer,
    model: "two",
    provider: null,
    settings: { reasoning: { effort: "high" }, seed: 7, temperature: 0.2 },
    usage: { inputTokens: 10, cachedTokens: null, outputTokens: 2100, reasoningTokens: 5 },
  };
  expect(diffFacts(answer, other)).toEqual([
    { name: "reasoning.effort", before: "low", after: "high", isSetting: true },
    { name: "temperature", before: null, after: "0.2", isSetting: true },
    { name: "Model", before: "one", after: "two", isSetting: false },
    { name: "Answered by", before: "one", after: "two", isSetting: false },
    { name: "Provider", before: "Host", after: null, isSetting: false },
    { name: "Output tokens", before: "20", after: "2,100", isSetting: false },
    { name: "Reasoning tokens", before: null, after: "5", isSetting: false },
  ]);
});

test("words of a person were asked with nothing", () => {
  expect(diffFacts(answer, null)).toContainEqual({ name: "seed", before: "7", after: null, isSetting: true });
});
