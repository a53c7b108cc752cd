import "server-only";
import { createHash } from "node:crypto";
import type { JSONValue, LanguageModelV4Prompt } from "@ai-sdk/provider";
import { buildPrompt, type ContextTurn } from "@/lib/ai/context";
import type { ContextMessage } from "@/lib/db/context";
import type { ReplayEntry } from "@/lib/db/replay-entries";
import { goOn } from "@/lib/reasoning/continued";
import type { PrefillForm, Profile } from "@/lib/reasoning/profiles";
import { planReplay, type ReplayDecision } from "@/lib/reasoning/replay";

export interface PlannedPrompt {
  prompt: LanguageModelV4Prompt;
  /** the ledger of this request: one line per earlier call of the branch */
  ledger: Omit<ReplayEntry, "callId">[];
  /** parameters under their wire names, without which the server would begin a new answer after an unfinished one */
  wire: Record<string, unknown>;
}

/**
 * The active branch as the prompt of the next call, and the ledger of it. For each earlier call the replay plan decides whether its
 * reasoning goes back: as stored, or not at all.
 */
export function planPrompt(
  messages: ContextMessage[],
  target: { connectionId: string; requestedModel: string; profile: Profile },
  instructions: string | null = null,
): PlannedPrompt {
  const calls = messages.flatMap((message) =>
    message.calls.map((call) => ({
      ...call,
      edited: message.edited,
      hasText: Boolean(call.prefix || call.content || call.refusal),
      hasToolCalls: call.toolCalls.length > 0,
    })),
  );
  const decisions = new Map(planReplay({ calls, target }).map((decision) => [decision.callId, decision]));
  const { prefill, toolCallIds } = target.profile;
  const { prompt, messageIndex, isOpen } = buildPrompt(
    messages.map((message): ContextTurn => {
      if (message.role === "user") return { role: "user", text: message.text };
      return {
        ...message,
        role: "assistant",
        ownWords: message.text,
        calls: message.calls.map((call) => ({ ...call, reasoning: fieldOf(decisions.get(call.callId)) })),
      };
    }),
    instructions,
    { prefill, toolCallIds },
  );
  const ledger = [...decisions.values()].map((decision) => ({
    sourceCallId: decision.callId,
    ...lineOf(decision),
    messageIndex: decision.form === "none" ? null : (messageIndex.get(decision.callId) ?? null),
  }));
  return { prompt, ledger, wire: isOpen ? prefillParameters[prefill] : {} };
}

/** vLLM would else close the last message and begin another (docs.vllm.ai, OpenAI-compatible server, extra parameters). */
const prefillParameters: Record<PrefillForm, Record<string, unknown>> = {
  continue_final_message: { continue_final_message: true, add_generation_prompt: false },
  last_message: {},
  prefix: {},
  none: {},
};

/** This answer so far, after the branch; of one that goes on from an unfinished answer, its place is taken. */
export function withOwnCalls(branch: ContextMessage[], own: ContextMessage): ContextMessage[] {
  const open = branch.at(-1);
  if (own.calls.length === 0) return branch;
  if (open?.unfinished === undefined || open.role !== "assistant") return [...branch, own];
  const { unfinished: _, ...message } = open;
  return [...branch.slice(0, -1), { ...message, id: own.id, ...goOn(open, own.calls) }];
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
