import "server-only";
import type { Timings } from "@/lib/conversation/message";

/** The times of one stored call, each since its own request began. */
export interface CallTimes extends Timings {
  outcome: string;
  waitedMs: number | null;
}

/**
 * The times of an answer since its first request began: a call begins where those before it ended, and after its wait. Of connecting and the first byte,
 * those of the first request that was not refused; what was refused and sent again belongs to the wait.
 */
export function answerTimings(calls: readonly CallTimes[]): Timings {
  let offsetMs = 0;
  const placed = calls.map((call) => {
    offsetMs += call.waitedMs ?? 0;
    const placedCall = { ...call, offsetMs };
    offsetMs += call.totalMs ?? 0;
    return placedCall;
  });
  type Placed = (typeof placed)[number];
  const since = (call: Placed | undefined, name: keyof Timings) => {
    const ms = call?.[name] ?? null;
    return call && ms !== null ? call.offsetMs + ms : null;
  };
  const earliest = (name: "firstReasoningMs" | "firstAnswerMs") => {
    const known = placed.map((call) => since(call, name)).filter((ms) => ms !== null);
    return known.length > 0 ? Math.min(...known) : null;
  };
  const accepted = placed.find((call) => call.outcome !== "failed") ?? placed[0];
  return {
    connectMs: since(accepted, "connectMs"),
    firstByteMs: since(accepted, "firstByteMs"),
    firstReasoningMs: earliest("firstReasoningMs"),
    firstAnswerMs: earliest("firstAnswerMs"),
    totalMs: calls.some((call) => call.totalMs !== null) ? offsetMs : null,
  };
}
