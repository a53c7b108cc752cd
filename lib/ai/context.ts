import "server-only";
import type { JSONValue, LanguageModelV4Message, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { replayKey } from "./reasoning-middleware";

/** One earlier model call as it is replayed; `details` is what planReplay decided to send, parsed, or null for nothing. */
export interface ContextTurnCall {
  callId: string;
  content: string | null;
  refusal: string | null;
  toolCalls: { id: string | null; name: string; arguments: string }[];
  details: JSONValue[] | null;
}
export type ContextTurn = { role: "user"; text: string } | { role: "assistant"; calls: ContextTurnCall[] };

const notRun = "This tool was not run: the request offered no tools.";

/**
 * The active branch as the prompt of the next call: exactly its messages, in order, nothing else. Answers without anything to say
 * (failed before their first token) are left out; their question stays.
 */
export function buildPrompt(turns: ContextTurn[], instructions: string | null): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = instructions === null ? [] : [{ role: "system", content: instructions }];
  for (const turn of turns) {
    if (turn.role === "user") prompt.push({ role: "user", content: [{ type: "text", text: turn.text }] });
    else for (const call of turn.calls) prompt.push(...callMessages(call));
  }
  return prompt;
}

function callMessages(call: ContextTurnCall): LanguageModelV4Message[] {
  const text = call.content ?? call.refusal ?? "";
  if (text === "" && call.toolCalls.length === 0) return [];
  const toolCalls = call.toolCalls.map((toolCall, index) => ({
    ...toolCall,
    id: toolCall.id || `call_${call.callId}_${index}`,
  }));
  const wire: Record<string, JSONValue> = {
    ...(toolCalls.length > 0
      ? {
          // As the wire had it: null stays null, arguments keep the model's own spelling.
          content: call.content,
          tool_calls: toolCalls.map(({ id, name, arguments: args }) => ({
            id,
            type: "function",
            function: { name, arguments: args },
          })),
        }
      : {}),
    ...(call.details === null ? {} : { reasoning_details: call.details }),
  };
  const messages: LanguageModelV4Message[] = [
    { role: "assistant", content: text === "" ? [] : [{ type: "text", text }], providerOptions: { [replayKey]: wire } },
  ];
  if (toolCalls.length > 0) {
    messages.push({
      role: "tool",
      content: toolCalls.map(({ id, name }) => ({
        type: "tool-result",
        toolCallId: id,
        toolName: name,
        output: { type: "text", value: notRun },
      })),
    });
  }
  return messages;
}
