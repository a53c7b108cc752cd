import { readExact } from "./exact-json";
import { isGptOss, type Profile } from "./profiles";

/** How the upstream body ended: `[DONE]`, a finish reason, a clean end without either, or a broken connection; null = never ended. */
export type CallEnd = "mark" | "finish" | "eof" | "cut";

/** An earlier model call of the branch. */
export interface EarlierCall {
  callId: string;
  /** null: the connection was deleted since */
  connectionId: string | null;
  requestedModel: string;
  ended: CallEnd | null;
  /** somebody edited the answer: the reasoning belongs to words that are no longer there */
  edited: boolean;
  /** its message has words for people, a refusal included */
  hasText: boolean;
  hasToolCalls: boolean;
  /** its words are the beginning of a later call's message, and it has none of its own */
  isContinued?: boolean | undefined;
  /** which wire field carried the reasoning; null = none came */
  field: string | null;
  /** the reasoning as text; null = none, or hidden by the provider */
  reasoningText: string | null;
  /** stored JSON of the merged array; null = the host never sent the key */
  details: string | null;
}
export interface ReplayTarget {
  connectionId: string;
  requestedModel: string;
  profile: Profile;
}

/** Why the reasoning of a call stays at home. */
export const replayRules = {
  no_details: "nothing was received that could go back",
  no_message: "the answer stayed empty, so no message goes out that could carry it",
  edited: "the answer was edited",
  other_family: "made by another connection or model",
  cut: "the call was cut off",
  continued: "its unfinished text went out as the beginning of its continuation",
  plain_turn: "the turn called no tool; this server wants reasoning only inside an open tool loop",
  loop_ended: "its tool loop has been answered",
  server_refuses: "this server refuses reasoning in earlier messages",
  in_text: "it came inside the answer's text, not in a field of its own",
  unreadable: "what is stored cannot be read",
} as const;
export type ReplayRule = keyof typeof replayRules;

/** What goes on the message of a call: the details array or the reasoning text, under the name `form`. */
export type ReplayDecision =
  | { callId: string; form: "details"; rule: null; value: unknown[] }
  /** with a rule: the value is "", because the server wants the field on this message even so */
  | { callId: string; form: "reasoning" | "reasoning_content"; rule: ReplayRule | null; value: string }
  | { callId: string; form: "none"; rule: ReplayRule; value: null };

/**
 * Decides for every call of the branch, oldest first, what of its reasoning goes back: details all unchanged or none, or the text under
 * one name, never under two. A family is a connection and a requested model; neither format nor served model counts.
 *
 * OpenRouter gets the details of every earlier turn, `[]` included: its hosts know what to drop. Other servers get text only inside the
 * tool loop that is still open, that is after the last answer that was finished without calling a tool. A loop that was interrupted, by
 * a stop or by a new question, is still open. Sources: openrouter.ai/docs, preserving reasoning; cookbook.openai.com, handling raw
 * chain of thought; api-docs.deepseek.com/guides/thinking_mode.
 */
export function planReplay({
  calls,
  target,
}: {
  calls: readonly EarlierCall[];
  target: ReplayTarget;
}): ReplayDecision[] {
  const lastAnswer = calls.findLastIndex(isFinishedAnswer);
  return calls.map((call, index) => decide(call, target, index > lastAnswer));
}

const hasEnded = ({ ended }: EarlierCall) => ended === "mark" || ended === "finish";
const isFinishedAnswer = (call: EarlierCall) =>
  call.hasText && !call.hasToolCalls && !call.isContinued && hasEnded(call);

function decide(call: EarlierCall, target: ReplayTarget, isLoopOpen: boolean): ReplayDecision {
  const { callId, hasToolCalls } = call;
  const { replay } = target.profile;
  const name = nameFor(call, replay.form);
  const stay = (rule: ReplayRule): ReplayDecision => {
    const isWanted = replay.emptyWhenMissing && hasToolCalls && (name === "reasoning" || name === "reasoning_content");
    return isWanted ? { callId, form: name, rule, value: "" } : { callId, form: "none", rule, value: null };
  };

  if (call.isContinued) return { callId, form: "none", rule: whyContinued(call), value: null };
  if (!call.hasText && !hasToolCalls) return stay("no_message");
  if (call.details === null && !call.reasoningText) return stay("no_details");
  if (call.edited) return stay("edited");
  if (call.connectionId !== target.connectionId || call.requestedModel !== target.requestedModel)
    return stay("other_family");
  // A block that was cut may lack its signature, and would make the host refuse the whole request.
  if (!hasEnded(call)) return stay("cut");
  if (name === "none" || (replay.models === "gpt-oss" && !isGptOss(target.requestedModel)))
    return stay("server_refuses");
  if (name === "in_text") return stay("in_text");

  // Details are dropped by whoever made them; an array of the past is as welcome as one of the open loop.
  const when = name === "details" && replay.form === "as_received" ? "always" : replay.when;
  if (when !== "always" && !hasToolCalls) return stay("plain_turn");
  if (when === "tool_loop" && !isLoopOpen) return stay("loop_ended");

  if (name !== "details")
    return call.reasoningText ? { callId, form: name, rule: null, value: call.reasoningText } : stay("no_details");
  if (call.details === null) return stay("no_details");
  const details = readExact(call.details);
  return Array.isArray(details) ? { callId, form: "details", rule: null, value: details } : stay("unreadable");
}

/** Its reasoning led to half a message; where that goes out, the reasoning beside it is that of the call that finished it. */
function whyContinued(call: EarlierCall): ReplayRule {
  if (call.details === null && !call.reasoningText) return "no_details";
  return hasEnded(call) ? "continued" : "cut";
}

/** The one name for this call. As received: details where the server sent the key, else the field that spoke. */
function nameFor(
  { details, field }: EarlierCall,
  form: Profile["replay"]["form"],
): "details" | "reasoning" | "reasoning_content" | "none" | "in_text" {
  if (form !== "as_received") return form;
  if (details !== null) return "details";
  return field === "reasoning" || field === "reasoning_content" ? field : "in_text";
}
