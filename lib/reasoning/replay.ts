import { parseJson } from "./json";

export type ReplayProfile = "openrouter" | "openai-compatible";
/** How the upstream body ended: `[DONE]`, a finish reason, a clean end without either, or a broken connection; null = never ended. */
export type CallEnd = "mark" | "finish" | "eof" | "cut";

/** An earlier model call of the branch. */
export interface EarlierCall {
  callId: string;
  /** null: the connection was deleted since */
  connectionId: string | null;
  requestedModel: string;
  ended: CallEnd | null;
  /** somebody edited the answer: the details belong to words that are no longer there */
  edited: boolean;
  /** stored JSON of the merged array; null = the host never sent the key */
  details: string | null;
}
export interface ReplayTarget {
  connectionId: string;
  requestedModel: string;
  profile: ReplayProfile;
}

/** Why the reasoning of a call stays at home. */
export type ReplayRule = "no_details" | "edited" | "other_family" | "cut" | "unreadable";

export type ReplayDecision =
  | { callId: string; form: "details"; rule: null; details: unknown[] }
  | { callId: string; form: "none"; rule: ReplayRule; details: null };

/**
 * Decides, call by call, whether its reasoning details go back: all of them unchanged, or none. An empty array goes back as one, since
 * a host that sent it may ask for it. Neither format nor served model counts: a family is a connection and a requested model.
 *
 * Both profiles follow the same rule in effect. Details exist only where this very server sent `reasoning_details`, so it knows the key.
 * Plain `reasoning` text is not sent to any of them: servers drop it after a final answer or refuse the field.
 * Source: openrouter.ai/docs, preserving reasoning; cookbook.openai.com, handling raw chain of thought.
 */
export function planReplay({
  calls,
  target,
}: {
  calls: readonly EarlierCall[];
  target: ReplayTarget;
}): ReplayDecision[] {
  return calls.map((call) => decide(call, target));
}

function decide(call: EarlierCall, target: ReplayTarget): ReplayDecision {
  const stay = (rule: ReplayRule): ReplayDecision => ({ callId: call.callId, form: "none", rule, details: null });
  if (call.details === null) return stay("no_details");
  if (call.edited) return stay("edited");
  const isFamily = call.connectionId === target.connectionId && call.requestedModel === target.requestedModel;
  if (!isFamily) return stay("other_family");
  // A block that was cut may lack its signature, and would make the host refuse the whole request.
  if (call.ended !== "mark" && call.ended !== "finish") return stay("cut");
  const details = parseJson(call.details);
  return Array.isArray(details) ? { callId: call.callId, form: "details", rule: null, details } : stay("unreadable");
}
