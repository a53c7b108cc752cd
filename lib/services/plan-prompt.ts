import "server-only";
import { createHash } from "node:crypto";
import type { JSONValue, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { buildPrompt, type ContextTurn } from "@/lib/ai/context";
import type { ContextMessage } from "@/lib/db/context";
import type { ReplayEntry } from "@/lib/db/replay-entries";
import type { Profile } from "@/lib/reasoning/profiles";
import { planReplay, type ReplayDecision } from "@/lib/reasoning/replay";

export interface PlannedPrompt {
  prompt: LanguageModelV4Prompt;
  /** the ledger of this request: one line per earlier call of the branch */
  ledger: Omit<ReplayEntry, "callId">[];
}

/**
 * The active branch as the prompt of the next call, and the ledger of it. For each earlier call the replay plan decides whether its
 * reasoning goes back: as stored, or not at all.
 */
export function planPrompt(
  messages: ContextMessage[],
  target: { connectionId: string; requestedModel: string; profile: Profile },
): PlannedPrompt {
  const calls = messages.flatMap((message) =>
    message.calls.map((call) => ({
      ...call,
      edited: message.edited,
      hasText: Boolean(call.content || call.refusal),
      hasToolCalls: call.toolCalls.length > 0,
    })),
  );
  const decisions = new Map(planReplay({ calls, target }).map((decision) => [decision.callId, decision]));
  const { prompt, messageIndex } = buildPrompt(
    messages.map((message): ContextTurn => {
      if (message.role === "user") return { role: "user", text: message.text };
      return {
        role: "assistant",
        calls: message.calls.map((call) => ({ ...call, reasoning: fieldOf(decisions.get(call.callId)) })),
      };
    }),
    null,
    target.profile.toolCallIds,
  );
  const ledger = [...decisions.values()].map((decision) => ({
    sourceCallId: decision.callId,
    ...lineOf(decision),
    messageIndex: decision.form === "none" ? null : (messageIndex.get(decision.callId) ?? null),
  }));
  return { prompt, ledger };
}

/** What a decision puts on the message of its call. */
function fieldOf(decision: ReplayDecision | undefined): Record<string, JSONValue> {
  switch (decision?.form) {
    case "details":
      return { reasoning_details: asJson(decision.value) };
    case "reasoning":
    case "reasoning_content":
      return { [decision.form]: decision.value };
    default:
      return {};
  }
}

/** The stored array as it is: a schema would rebuild the objects, and they have to go back value for value and key for key. */
function asJson(details: unknown): JSONValue[] {
  return Array.isArray(details) ? details : [];
}

const sha256 = (value: unknown) => createHash("sha256").update(JSON.stringify(value), "utf8").digest("hex");

function lineOf({ form, rule, value }: ReplayDecision): Pick<ReplayEntry, "form" | "rule" | "count" | "sha256"> {
  if (value === null) return { form, rule, count: 0, sha256: null };
  return { form, rule, count: Array.isArray(value) ? value.length : value === "" ? 0 : 1, sha256: sha256(value) };
}
