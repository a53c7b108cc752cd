import type { ConversationView, MessagePart, MessageView } from "./message";

interface WireMessage {
  role: "user" | "assistant" | "tool";
  content: string | null;
  reasoning?: string;
  tool_calls?: { id: string; type: "function"; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

/**
 * Every branch of a tree as one line `{"messages":[…]}`, as training and evaluation tools read it. Reasoning, where wanted, stands in
 * `reasoning` beside the content. Lines come one at a time: branches share their beginning, so all of them may be much more than the tree.
 */
export function* conversationToJsonLines({ messages }: ConversationView, withReasoning: boolean): Generator<string> {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const parents = new Set(messages.map(({ parentId }) => parentId));
  for (const leaf of messages) {
    if (parents.has(leaf.id)) continue;
    const branch: MessageView[] = [];
    for (let one: MessageView | undefined = leaf; one; one = one.parentId === null ? undefined : byId.get(one.parentId))
      branch.push(one);
    yield `${JSON.stringify({ messages: branch.reverse().flatMap((message) => toWire(message, withReasoning)) })}\n`;
  }
}

function toWire(message: MessageView, withReasoning: boolean): WireMessage[] {
  if (message.role === "user") return [{ role: "user", content: textOf(message.parts) }];
  const wire: WireMessage[] = [];
  let open: WireMessage | null = null;
  const assistant = () => {
    if (open === null) {
      open = { role: "assistant", content: null };
      wire.push(open);
    }
    return open;
  };
  for (const [index, part] of message.parts.entries()) {
    switch (part.type) {
      case "text":
      case "refusal":
        assistant().content = (assistant().content ?? "") + part.text;
        break;
      case "reasoning":
        if (withReasoning && part.text !== "") assistant().reasoning = (assistant().reasoning ?? "") + part.text;
        break;
      case "tool": {
        const id = `call_${index}`;
        const call = { id, type: "function" as const, function: { name: part.name, arguments: part.arguments } };
        assistant().tool_calls = [...(assistant().tool_calls ?? []), call];
        wire.push({ role: "tool", tool_call_id: id, content: part.result ?? "This tool was not run." });
        // What the model says after a result is a message of its own; calls made at once stay together.
        if (message.parts[index + 1]?.type !== "tool") open = null;
        break;
      }
      // A word of this program, not of the model.
      case "notice":
        break;
      default:
        part satisfies never;
    }
  }
  return wire;
}

const textOf = (parts: MessagePart[]) => parts.map((part) => (part.type === "text" ? part.text : "")).join("");
