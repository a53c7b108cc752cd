import "server-only";
import type { JSONValue, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { buildPrompt, type ContextTurn } from "@/lib/ai/context";
import { replayProfileOf } from "@/lib/ai/profiles";
import { listContext } from "@/lib/db/context";
import { planReplay } from "@/lib/reasoning/replay";

/**
 * The active branch from the root to `leafId` as the prompt of the next call. For each earlier call the replay plan decides whether
 * its reasoning details go back: all of them as stored, or none.
 */
export async function loadPrompt(input: {
  userId: string;
  conversationId: string;
  leafId: string;
  connectionId: string;
  model: string;
  profile: string;
}): Promise<LanguageModelV4Prompt> {
  const messages = await listContext(input);
  const target = {
    connectionId: input.connectionId,
    requestedModel: input.model,
    profile: replayProfileOf(input.profile),
  };
  const turns = messages.map((message): ContextTurn => {
    if (message.role === "user") return { role: "user", text: message.text };
    const plan = planReplay({ calls: message.calls.map((call) => ({ ...call, edited: message.edited })), target });
    return {
      role: "assistant",
      calls: message.calls.map((call, index) => ({ ...call, details: parseDetails(plan[index]?.details) })),
    };
  });
  return buildPrompt(turns, null);
}

/** The stored array as it is: a schema would rebuild the objects, and they have to go back value for value and key for key. */
function parseDetails(details: unknown): JSONValue[] | null {
  return Array.isArray(details) ? details : null;
}
