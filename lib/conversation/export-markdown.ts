import { joinTexts } from "./join-texts";
import type { ConversationView, MessagePart, MessageView, ToolPart } from "./message";

/** A branch as Markdown for people: questions, reasoning folded or left out, answers word for word. Never signatures: parts have none. */
export function conversationToMarkdown(conversation: ConversationView, withReasoning = true): string {
  const head = `# ${conversation.title}\n`;
  const messages = conversation.messages.map((message) => messageToMarkdown(message, withReasoning));
  return `${[head, ...messages].join("\n")}\n`;
}

function messageToMarkdown(message: MessageView, withReasoning: boolean): string {
  if (message.role === "user" && message.continuesId !== null) return "*(continued)*\n";
  const who = message.role === "user" ? "You" : (message.completion?.model ?? "Assistant");
  const state = message.status === "done" ? "" : ` (${message.status})`;
  const parts = withReasoning ? message.parts : message.parts.filter(({ type }) => type !== "reasoning");
  return [`## ${who}${state}`, "", ...joinTexts(parts).map(partToMarkdown)].join("\n");
}

/** What is needed of a part, whether of one's own or a shared one. */
type MarkdownPart =
  | Pick<Extract<MessagePart, { type: "reasoning" }>, "type" | "kind" | "text">
  | Pick<ToolPart, "type" | "name" | "arguments" | "result" | "state">
  | { type: "text" | "refusal" | "notice"; text: string };

export function partToMarkdown(part: MarkdownPart): string {
  switch (part.type) {
    case "reasoning":
      return part.kind === "hidden"
        ? "*Reasoning: hidden by the provider*\n"
        : `<details><summary>Reasoning</summary>\n\n${part.text}\n\n</details>\n`;
    case "tool":
      return `${fenced(`${part.name}(${part.arguments})${toolOutcome(part)}`)}\n`;
    case "text":
    case "refusal":
    case "notice":
      return `${part.text}\n`;
    default:
      return part satisfies never;
  }
}

function toolOutcome({ state, result }: Pick<ToolPart, "state" | "result">): string {
  if (result !== null) return `\n→ ${result}`;
  return state === "not_run" ? "\n(not run)" : "";
}

/** A fence longer than any run of backticks inside. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const marks = "`".repeat(longest + 1);
  return `${marks}\n${text}\n${marks}`;
}
