import { expect, test } from "vitest";
import type { MessagePart, ToolPart } from "@/lib/conversation/message";
import { storedAnswer } from "./answer.fixtures";
import { type Stage, stageOf } from "./stage-of";

const completion = (connectMs: number | null, firstByteMs: number | null) => {
  const timings = { connectMs, firstByteMs, firstReasoningMs: null, firstAnswerMs: null, totalMs: null };
  return storedAnswer("running", { timings }).completion;
};
const thought = (durationMs: number | null): MessagePart => ({ type: "reasoning", text: "t", kind: "raw", durationMs });
const text = (words: string): MessagePart => ({ type: "text", text: words });
const tool = (state: ToolPart["state"]): MessagePart => ({
  type: "tool",
  text: "",
  name: "calculator",
  arguments: "{}",
  state,
  result: null,
});

test.each<[string, ReturnType<typeof completion>, MessagePart[], Stage]>([
  ["before it is stored", null, [], "connecting"],
  ["before the connection stands", completion(null, null), [], "connecting"],
  ["connected", completion(5, null), [], "waiting"],
  ["signs of life and nothing else", completion(5, 9), [], "waiting"],
  ["an empty beginning", completion(5, 9), [text("\n")], "waiting"],
  ["the first thought", completion(5, 9), [thought(null)], "reasoning"],
  ["the thought is over", completion(5, 9), [thought(80)], "answering"],
  ["words", completion(5, 9), [thought(80), text("So.")], "answering"],
  ["a tool runs", completion(5, 9), [tool("running")], "tool"],
  ["a tool has run", completion(5, 9), [tool("done")], "after-tool"],
])("%s", (_, running, parts, stage) => {
  expect(stageOf({ completion: running, parts })).toBe(stage);
});
