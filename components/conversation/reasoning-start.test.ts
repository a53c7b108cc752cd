import { expect, test } from "vitest";
import type { MessagePart, MessageView } from "@/lib/conversation/message";
import { newAnswer } from "./conversation-state";
import { reasoningStart } from "./reasoning-start";

const thought = (durationMs: number | null = null, startedMs?: number): MessagePart => ({
  type: "reasoning",
  text: "t",
  kind: "raw",
  durationMs,
  startedMs,
});
const said: MessagePart = { type: "text", text: "So." };
const answer = (...parts: MessagePart[]): MessageView => ({ ...newAnswer("a", "q"), parts });
const live = { startedAt: 10_000, reasoningStartedAt: null };

test("a page that comes later shows the time the server says, also when it has the part already", () => {
  expect(reasoningStart(answer(), answer(thought(null, 1500)), live, 60_000)).toBe(11_500);
  expect(reasoningStart(answer(thought()), answer(thought(null, 1500)), live, 60_000)).toBe(11_500);
});

test("later reasoning has a beginning of its own", () => {
  const before = [thought(5, 10), said];
  expect(reasoningStart(answer(), answer(...before, thought(null, 9000)), live, 60_000)).toBe(19_000);
  const known = { ...live, reasoningStartedAt: 10_010 };
  expect(reasoningStart(answer(...before), answer(...before, thought(null, 9000)), known, 60_000)).toBe(19_000);
});

test("it stays while the part grows, and is never in the future", () => {
  const known = { ...live, reasoningStartedAt: 11_500 };
  expect(reasoningStart(answer(thought()), answer(thought()), known, 60_000)).toBe(11_500);
  expect(reasoningStart(answer(), answer(thought(null, 1500)), live, 10_700)).toBe(10_700);
});

test("without a time it begins now", () => {
  expect(reasoningStart(answer(), answer(thought()), live, 60_000)).toBe(60_000);
});

test("none is running when the answer is, or the part is over", () => {
  expect(reasoningStart(answer(), answer(thought(5), said), live, 60_000)).toBeNull();
  expect(reasoningStart(answer(), answer(thought(5)), live, 60_000)).toBeNull();
});
