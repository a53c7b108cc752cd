import { expect, test } from "vitest";
import type { CompletionView, MessageView, ReasoningPart } from "@/lib/conversation/message";
import { laneFacts, least, wholeFacts } from "./lane-facts";

const thought: ReasoningPart = { type: "reasoning", text: "Hm.", kind: "raw", durationMs: 900 };
const completion = (change: Partial<CompletionView> = {}): CompletionView => ({
  ...{ id: "k", status: "done", connectionId: "c", connectionName: "C", model: "m", servedModel: null, provider: null },
  ...{ finishReason: "stop", cost: "0.000123", settings: {}, error: null, startedAt: "2026-01-01T00:00:00.000Z" },
  usage: { inputTokens: 21, cachedTokens: null, outputTokens: 34, reasoningTokens: 13 },
  timings: { connectMs: 1, firstByteMs: 2, firstReasoningMs: 400, firstAnswerMs: 1300, totalMs: 2100 },
  calls: [],
  ...change,
});
const answer = (id: string, of: CompletionView | null, parts: MessageView["parts"] = [thought]): MessageView => ({
  ...{ id, parentId: "q", role: "assistant", status: "done", parts, continuesId: null, editedFromId: null },
  ...{ completion: of, createdAt: "2026-01-01T00:00:00.000Z", siblings: [id] },
});

test("one answer's figures are its own", () => {
  expect(laneFacts([answer("a", completion())])).toEqual({
    ...{ firstTokenMs: 400, totalMs: 2100, reasoningTokens: 13, answerTokens: 21 },
    ...{ perSecond: 20, cost: "0.000123" },
  });
});

test("what went on from it is added, from the first token of the first", () => {
  const question: MessageView = { ...answer("q2", null, []), role: "user", continuesId: "a" };
  expect(laneFacts([answer("a", completion()), question, answer("b", completion())])).toEqual({
    ...{ firstTokenMs: 400, totalMs: 4200, reasoningTokens: 26, answerTokens: 42 },
    ...{ perSecond: 20, cost: "0.000246" },
  });
});

test("what was not reported is missing, also in a sum; nothing becomes 0", () => {
  const silent = completion({
    cost: null,
    usage: null,
    timings: { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
  });
  const none = {
    firstTokenMs: null,
    totalMs: null,
    reasoningTokens: null,
    answerTokens: null,
    perSecond: null,
    cost: null,
  };
  expect(laneFacts([answer("a", silent)])).toEqual(none);
  expect(laneFacts([answer("a", completion()), answer("b", silent)])).toEqual({ ...none, firstTokenMs: 400 });
  expect(laneFacts([])).toEqual(none);
});

test("where nobody says how much of it was reasoning, the answer's share is known only if there was none", () => {
  const usage = { inputTokens: 21, cachedTokens: null, outputTokens: 34, reasoningTokens: null };
  expect(laneFacts([answer("a", completion({ usage }))]).answerTokens).toBeNull();
  expect(laneFacts([answer("a", completion({ usage }), [{ type: "text", text: "Yes." }])]).answerTokens).toBe(34);
});

test("the least is named where all are known and one of them is it", () => {
  expect(least([3, 1, 2])).toBe(1);
  expect(least([3, null, 2])).toBeNull();
  expect(least([2, 2, 3])).toBeNull();
  expect(least([2])).toBeNull();
});

test("an answer that was stopped or failed is not compared", () => {
  expect(wholeFacts([answer("a", completion())])?.totalMs).toBe(2100);
  for (const status of ["stopped", "failed", "interrupted", "running"] as const)
    expect(wholeFacts([{ ...answer("a", completion()), status }])).toBeNull();
  expect(wholeFacts([])).toBeNull();
});
