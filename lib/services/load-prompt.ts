import "server-only";
import type { JSONValue, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { z } from "zod";
import { buildPrompt, type ContextTurn } from "@/lib/ai/context";
import { listContext } from "@/lib/db/context";
import { planReplay } from "@/lib/reasoning/replay";

const jsonSchema: z.ZodType<JSONValue[]> = z.array(z.json());

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
    profile: input.profile === "openai-compatible" ? ("openai-compatible" as const) : ("openrouter" as const),
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

/** Stored JSON stays what it is: the check looks at the shape and hands the same objects on, so key order is kept. */
function parseDetails(details: unknown): JSONValue[] | null {
  if (details === null || details === undefined) return null;
  return isJsonArray(details) ? details : null;
}

const isJsonArray = (value: unknown): value is JSONValue[] => jsonSchema.safeParse(value).success;
