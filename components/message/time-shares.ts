import type { MessagePart, Timings } from "@/lib/conversation/message";

export interface TimeShares {
  waitMs: number;
  reasoningMs: number;
  answerMs: number;
}

/**
 * Waiting, reasoning and answering of one answer; null when nothing came, or nobody measured. Reasoning is as long as its parts were, in
 * all calls; without an answer, what is left was waiting.
 */
export function timeShares(timings: Timings, parts: readonly MessagePart[]): TimeShares | null {
  const { totalMs, firstReasoningMs, firstAnswerMs } = timings;
  if (totalMs === null || totalMs <= 0 || (firstReasoningMs === null && firstAnswerMs === null)) return null;
  const firstMs = Math.min(firstReasoningMs ?? totalMs, firstAnswerMs ?? totalMs, totalMs);
  const reasonedMs =
    // of an answer that goes on from another, the parts may all be of that one
    firstReasoningMs === null
      ? 0
      : parts.reduce((sum, part) => sum + (part.type === "reasoning" ? (part.durationMs ?? 0) : 0), 0);
  const reasoningMs = Math.min(reasonedMs, totalMs - firstMs);
  const answerMs = firstAnswerMs === null ? 0 : totalMs - firstMs - reasoningMs;
  return { waitMs: totalMs - reasoningMs - answerMs, reasoningMs, answerMs };
}
