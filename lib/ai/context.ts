import "server-only";
import type { JSONValue, LanguageModelV4Message, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { cleanToolName } from "@/lib/reasoning/harmony";
import type { PrefillForm } from "@/lib/reasoning/profiles";
import { createToolCallIds, type ToolCallIdForm } from "@/lib/reasoning/tool-call-id";
import { replayKey } from "./reasoning-middleware";

/** One earlier model call as it goes back. */
export interface ContextTurnCall {
  callId: string;
  /** words of an unfinished answer, before those of this call */
  prefix?: string;
  /** its words are the prefix of a later call */
  isContinued?: boolean;
  content: string | null;
  refusal: string | null;
  /** `result`: what the tool gave back; null = it was not run */
  toolCalls: { id: string | null; name: string; arguments: string; result: string | null }[];
  /** fields that the replay plan adds to the message, such as `reasoning_details` */
  reasoning: Record<string, JSONValue>;
}
export type ContextTurn =
  | { role: "user"; text: string }
  /** `ownWords`: those of a person, where no call gave the answer; "" = none */
  | { role: "assistant"; calls: ContextTurnCall[]; ownWords?: string; unfinished?: string };

export interface BuiltPrompt {
  prompt: LanguageModelV4Prompt;
  /** by call: the place of its assistant message in the request's `messages` */
  messageIndex: Map<string, number>;
  /** it ends with the unfinished text of an answer, for the model to go on from */
  isOpen: boolean;
}

const notRun = "This tool was not run: the request offered no tools.";

/**
 * The active branch as the prompt of the next call: exactly its messages, in order, nothing else. Answers without anything to say
 * (failed before their first token) are left out; their question stays.
 */
export function buildPrompt(
  turns: ContextTurn[],
  instructions: string | null,
  { toolCallIds = "any", prefill = "none" }: { toolCallIds?: ToolCallIdForm; prefill?: PrefillForm } = {},
): BuiltPrompt {
  const last = turns.at(-1);
  const isOpen = last?.role === "assistant" && Boolean(last.unfinished);
  const idOf = createToolCallIds(toolCallIds);
  const prompt: LanguageModelV4Prompt = instructions === null ? [] : [{ role: "system", content: instructions }];
  const messageIndex = new Map<string, number>();
  let length = prompt.length;
  for (const turn of turns) {
    if (turn.role === "user") {
      prompt.push({ role: "user", content: [{ type: "text", text: turn.text }] });
      length += 1;
      continue;
    }
    if (turn.ownWords) {
      prompt.push(plainAnswer(turn.ownWords));
      length += 1;
    }
    for (const call of turn.calls) {
      if (call.isContinued || isEmpty(call)) continue;
      messageIndex.set(call.callId, length);
      prompt.push(...callMessages(call, idOf));
      // On the wire each result is a message of its own.
      length += 1 + call.toolCalls.length;
    }
    if (!turn.unfinished) continue;
    prompt.push(plainAnswer(turn.unfinished, turn === last && prefill === "prefix" ? { prefix: true } : {}));
    length += 1;
  }
  return { prompt, messageIndex, isOpen };
}

const textOf = (call: ContextTurnCall) => (call.prefix ?? "") + (call.content ?? call.refusal ?? "");
const isEmpty = (call: ContextTurnCall) => textOf(call) === "" && call.toolCalls.length === 0;

function plainAnswer(text: string, wire: Record<string, JSONValue> = {}): LanguageModelV4Message {
  return { role: "assistant", content: [{ type: "text", text }], providerOptions: { [replayKey]: wire } };
}

function callMessages(call: ContextTurnCall, idOf: (own: string | null) => string): LanguageModelV4Message[] {
  const text = textOf(call);
  const toolCalls = call.toolCalls.map((toolCall) => ({
    ...toolCall,
    id: idOf(toolCall.id),
    // A channel marker in the history makes some servers' templates fail.
    name: cleanToolName(toolCall.name),
  }));
  const wire: Record<string, JSONValue> = {
    ...(toolCalls.length > 0
      ? {
          // As the wire had it: null stays null, arguments keep the model's own spelling.
          content: call.prefix ? call.prefix + (call.content ?? "") : call.content,
          tool_calls: toolCalls.map(({ id, name, arguments: args }) => ({
            id,
            type: "function",
            function: { name, arguments: args },
          })),
        }
      : {}),
    ...call.reasoning,
  };
  const messages: LanguageModelV4Message[] = [
    { role: "assistant", content: text === "" ? [] : [{ type: "text", text }], providerOptions: { [replayKey]: wire } },
  ];
  if (toolCalls.length > 0) {
    messages.push({
      role: "tool",
      content: toolCalls.map(({ id, name, result }) => ({
        type: "tool-result",
        toolCallId: id,
        toolName: name,
        output: { type: "text", value: result ?? notRun },
      })),
    });
  }
  return messages;
}
