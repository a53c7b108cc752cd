import { expect, test } from "vitest";
import { conversationToJsonLines } from "./export-jsonl";
import type { ConversationView, MessagePart, MessageView } from "./message";

const message = (
  id: string,
  parentId: string | null,
  role: MessageView["role"],
  ...parts: MessagePart[]
): MessageView => ({
  ...{
    id,
    parentId,
    role,
    status: "done",
    parts,
    completion: null,
    createdAt: "2026-03-01T10:00:00.000Z",
    continuesId: null,
    editedFromId: null,
  },
  siblings: [id],
});
const text = (words: string): MessagePart => ({ type: "text", text: words });
const thought: MessagePart = { type: "reasoning", text: "Hm.", kind: "raw", durationMs: null };
const tool: MessagePart = { type: "tool", text: "", name: "clock", arguments: "{}", state: "done", result: "noon" };

const conversation: ConversationView = {
  ...{
    id: "c",
    title: "T",
    activeLeafId: "a",
    connectionId: null,
    model: null,
    settings: {},
    temporaryUntil: null,
    version: 0,
  },
  messages: [
    message("q", null, "user", text("When?")),
    message("a", "q", "assistant", thought, tool, text("At noon."), { type: "notice", text: "ours" }),
    message("b", "q", "assistant", text("Later.")),
  ],
};
const linesOf = (withReasoning: boolean) =>
  [...conversationToJsonLines(conversation, withReasoning)].map((line) => JSON.parse(line));

const question = { role: "user", content: "When?" };
const called = { id: "call_1", type: "function", function: { name: "clock", arguments: "{}" } };

test("one line for each branch, tools as the wire has them, no word of ours", () => {
  expect(linesOf(false)).toEqual([
    {
      messages: [
        question,
        { role: "assistant", content: null, tool_calls: [called] },
        { role: "tool", content: "noon", tool_call_id: "call_1" },
        { role: "assistant", content: "At noon." },
      ],
    },
    { messages: [question, { role: "assistant", content: "Later." }] },
  ]);
});

test("reasoning stands beside the content where it is wanted", () => {
  expect(linesOf(true)[0].messages[1]).toMatchObject({ role: "assistant", reasoning: "Hm." });
  expect(JSON.stringify(linesOf(false))).not.toContain("Hm.");
});
