import { expect, test } from "vitest";
import type { CompletionView, MessagePart, MessageView } from "@/lib/conversation/message";
import { newAnswer } from "./conversation-state";
import { reasoningStart } from "./reasoning-start";

const thought = (durationMs: number | null = null): MessagePart => ({
  type: "reasoning",
  text: "t",
  kind: "raw",
  durationMs,
});
const said: MessagePart = { type: "text", text: "So." };
const timings = { connectMs: 1, firstByteMs: 2, firstReasoningMs: null, firstAnswerMs: null, totalMs: null };
const completion: CompletionView = {
  id: "c",
  status: "running",
  connectionId: null,
  connectionName: "",
  model: "m",
  servedModel: null,
  provider: null,
  finishReason: null,
  usage: null,
  cost: null,
  settings: {},
  error: null,
  startedAt: "2026-01-01T00:00:00.000Z",
  timings,
  calls: [],
};
const answer = (parts: MessagePart[], firstReasoningMs: number | null = null): MessageView => ({
  ...newAnswer("a", "q"),
  parts,
  completion: { ...completion, timings: { ...timings, firstReasoningMs } },
});
const live = { startedAt: 10_000, reasoningStartedAt: null };

test("a page that comes later shows the time the server says, also when it has the part already", () => {
  expect(reasoningStart(answer([]), answer([thought()], 1500), live, 60_000)).toBe(11_500);
  expect(reasoningStart(answer([thought()]), answer([thought()], 1500), live, 60_000)).toBe(11_500);
});

test("it stays while the part grows, and is never in the future", () => {
  const known = { ...live, reasoningStartedAt: 11_500 };
  expect(reasoningStart(answer([thought()], 9), answer([thought()], 9), known, 60_000)).toBe(11_500);
  expect(reasoningStart(answer([]), answer([thought()], 1500), live, 10_700)).toBe(10_700);
});

test("without a time, and for later reasoning, it begins now", () => {
  expect(reasoningStart(answer([]), answer([thought()]), live, 60_000)).toBe(60_000);
  expect(reasoningStart(answer([thought(5), said]), answer([thought(5), said, thought()], 9), live, 60_000)).toBe(
    60_000,
  );
});

test("none is running when the answer is, or the part is over", () => {
  expect(reasoningStart(answer([]), answer([thought(5), said], 9), live, 60_000)).toBeNull();
  expect(reasoningStart(answer([]), answer([thought(5)], 9), live, 60_000)).toBeNull();
});
