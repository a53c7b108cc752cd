import { expect, test } from "vitest";
import type { MessagePart, ToolPart } from "@/lib/conversation/message";
import { toolEnd } from "./tool-end";

const tool = (state: ToolPart["state"]): MessagePart => ({
  type: "tool",
  text: "",
  name: "calculator",
  arguments: "{}",
  state,
  result: state === "done" ? "4" : null,
});
const text = (words: string): MessagePart => ({ type: "text", text: words });
const calls = (count: number, ignored: string[] = []) => Array.from({ length: count }, () => ({ ignored }));

test("the limit of calls is said with its number", () => {
  const ended = { settings: { tools: ["calculator"] }, calls: calls(16) };
  const words = "Stopped after 16 model calls; the last tool call was not run.";
  expect(toolEnd(ended, [tool("done"), tool("not_run")])).toBe(words);
  expect(toolEnd(ended, [tool("not_run"), text("\n")])).toBe(words);
});

test("a tool nobody offered was never to be run", () => {
  expect(toolEnd({ settings: {}, calls: calls(1) }, [tool("not_run")])).toBe(
    "The model called a tool, but no tools are switched on.",
  );
  expect(toolEnd({ settings: {}, calls: calls(1, ["tools"]) }, [tool("not_run")])).toBe(
    "The model called a tool, but tools are not sent to it.",
  );
});

test("an answer after its tools, or without any, needs no word", () => {
  const ended = { settings: { tools: ["calculator"] }, calls: calls(2) };
  expect(toolEnd(ended, [tool("done"), text("Four.")])).toBeNull();
  expect(toolEnd(ended, [tool("not_run"), text("Never mind.")])).toBeNull();
  expect(toolEnd(ended, [])).toBeNull();
});
