import { expect, test } from "vitest";
import { conversationToMarkdown } from "./export-markdown";
import type { MessagePart, MessageView } from "./message";

function message(role: MessageView["role"], status: MessageView["status"], parts: MessagePart[]): MessageView {
  return {
    id: role,
    parentId: null,
    role,
    status,
    parts,
    completion: null,
    createdAt: "",
    editedFromId: null,
    continuesId: null,
    siblings: [role],
  };
}

const tool = { type: "tool", text: "", name: "calculator", arguments: '{"expression":"2^10"}' } as const;

test("questions, folded reasoning, tools with their results, answers word for word", () => {
  const text = conversationToMarkdown({
    ...{
      id: "c",
      title: "Powers",
      activeLeafId: null,
      connectionId: null,
      model: null,
      settings: {},
      temporaryUntil: null,
      version: 0,
    },
    messages: [
      message("user", "done", [{ type: "text", text: "How much?" }]),
      message("assistant", "stopped", [
        { type: "reasoning", text: "Exact.", kind: "raw", durationMs: 1 },
        { type: "reasoning", text: "", kind: "hidden", durationMs: null },
        { ...tool, state: "done", result: "1024" },
        { ...tool, state: "not_run", result: null },
        { ...tool, state: "failed", result: "Error: ``` in it" },
        { type: "text", text: "It is `1024`." },
      ]),
    ],
  });
  expect(text).toBe(
    [
      "# Powers\n",
      "## You\n\nHow much?\n",
      "## Assistant (stopped)\n",
      "<details><summary>Reasoning</summary>\n\nExact.\n\n</details>\n",
      "*Reasoning: hidden by the provider*\n",
      '```\ncalculator({"expression":"2^10"})\n→ 1024\n```\n',
      '```\ncalculator({"expression":"2^10"})\n(not run)\n```\n',
      '````\ncalculator({"expression":"2^10"})\n→ Error: ``` in it\n````\n',
      "It is `1024`.\n\n",
    ].join("\n"),
  );
});
