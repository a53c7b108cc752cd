import "server-only";
import type { JSONValue, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { buildPrompt, type ContextTurn } from "@/lib/ai/context";
import type { ContextMessage } from "@/lib/db/context";
import { profileOf } from "@/lib/reasoning/profiles";
import { planReplay } from "@/lib/reasoning/replay";

/**
 * The active branch as the prompt of the next call. For each earlier call the replay plan decides whether its reasoning goes back: as
 * stored, or not at all.
 */
export function planPrompt(
  messages: ContextMessage[],
  input: { connectionId: string; model: string; profile: string },
): LanguageModelV4Prompt {
  const target = {
    connectionId: input.connectionId,
    requestedModel: input.model,
    profile: profileOf(input.profile),
  };
  const calls = messages.flatMap((message) =>
    message.calls.map((call) => ({
      ...call,
      edited: message.edited,
      hasText: Boolean(call.content || call.refusal),
      hasToolCalls: call.toolCalls.length > 0,
    })),
  );
  const decided = new Map(planReplay({ calls, target }).map((decision) => [decision.callId, decision]));
  const turns = messages.map((message): ContextTurn => {
    if (message.role === "user") return { role: "user", text: message.text };
    return {
      role: "assistant",
      calls: message.calls.map((call) => ({ ...call, details: parseDetails(decided.get(call.callId)?.value) })),
    };
  });
  return buildPrompt(turns, null);
}

/** The stored array as it is: a schema would rebuild the objects, and they have to go back value for value and key for key. */
function parseDetails(details: unknown): JSONValue[] | null {
  return Array.isArray(details) ? details : null;
}
