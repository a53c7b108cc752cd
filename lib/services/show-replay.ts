import "server-only";
import type { ReplayEntryView, ReplaySummary, ReplayView } from "@/lib/contract/replay";
import { listReplayingCalls, type ReplayingCall } from "@/lib/db/replay-entries";
import { type ReplayRule, replayRules } from "@/lib/reasoning/replay";
import { compareReplay, messagesOf, storedCount } from "./compare-replay";

/** What the requests of one answer gave back of earlier reasoning, held against what is stored now. @throws AppError not_found */
export async function showReplay(input: {
  userId: string;
  conversationId: string;
  messageId: string;
}): Promise<ReplayView> {
  const calls = await listReplayingCalls(input);
  const entries = calls.flatMap(toViews);
  const newest = calls.findLast((call) => call.entries.length > 0);
  return { entries, summary: summaryOf(entries, newest?.id) };
}

function toViews(call: ReplayingCall): ReplayEntryView[] {
  // a body can be megabytes: parsed once, and only where something refers to it
  const messages = call.request === null || call.entries.length === 0 ? null : messagesOf(call.request);
  return call.entries.map((entry) => {
    const { callId, sourceCallId, form, count, messageIndex, sha256, rule } = entry;
    const { step, attempt } = call;
    return {
      ...{ callId, step, attempt, sourceCallId, form, count, messageIndex, sha256, rule },
      storedCount: storedCount(entry),
      reason: rule === null ? null : isRule(rule) ? replayRules[rule] : rule,
      state: compareReplay(entry, messages),
    };
  });
}

function isRule(rule: string): rule is ReplayRule {
  return Object.hasOwn(replayRules, rule);
}

/** Each request of a tool loop gives back all that the one before it did, so the newest one counts; an alteration counts anywhere. */
function summaryOf(entries: readonly ReplayEntryView[], newestCallId: string | undefined): ReplaySummary {
  const newest = entries.filter((entry) => entry.callId === newestCallId && entry.storedCount > 0);
  const altered = entries.filter((entry) => entry.state === "altered").length;
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  const returned = sum(newest.flatMap((entry) => (entry.state === "returned" ? [Math.max(1, entry.count)] : [])));
  const total = sum(newest.map((entry) => (entry.state === "returned" ? Math.max(1, entry.count) : entry.storedCount)));
  const reasons = new Set(
    newest.flatMap((entry) => (entry.state === "left_out" && entry.reason ? [entry.reason] : [])),
  );
  return { state: stateOf(newest, altered, returned, total), returned, total, altered, reasons: [...reasons] };
}

function stateOf(newest: ReplayEntryView[], altered: number, returned: number, total: number): ReplaySummary["state"] {
  if (altered > 0) return "altered";
  if (total === 0) return "none";
  if (newest.some((entry) => entry.state === "not_sent")) return "not_sent";
  if (returned === total) return "returned";
  return returned === 0 ? "left_out" : "partly";
}
