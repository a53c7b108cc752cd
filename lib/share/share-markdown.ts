import { partToMarkdown } from "../conversation/export-markdown";
import type { SharedConversation, SharedMessage } from "./shared-conversation";
import { withheldWords } from "./withheld";

/** A share as Markdown for people: what its page shows, word for word. */
export function shareToMarkdown({ title, messages }: SharedConversation): string {
  return `${[`# ${title}\n`, ...messages.map(messageToMarkdown)].join("\n")}\n`;
}

function messageToMarkdown(message: SharedMessage): string {
  if (message.role === "user" && message.isContinued) return "*(continued)*\n";
  const who = message.role === "user" ? "Question" : (message.model ?? "Answer");
  const state = message.state === "done" ? "" : ` (${message.state})`;
  const withheld = withheldWords(message);
  return [
    `## ${who}${state}`,
    "",
    ...(withheld === null ? [] : [`*${withheld}*\n`]),
    ...message.parts.map(partToMarkdown),
  ].join("\n");
}
