import type { Timings } from "@/lib/conversation/message";

/** Less time than this says nothing about a speed, ms. */
const leastMs = 50;

/** From the request to the first token, of whatever kind; null = none came. */
export function firstTokenMs({ firstReasoningMs, firstAnswerMs }: Timings): number | null {
  const known = [firstReasoningMs, firstAnswerMs].filter((ms) => ms !== null);
  return known.length > 0 ? Math.min(...known) : null;
}

/** Output tokens over the time they came in: from the first token to the end. */
export function tokensPerSecond(
  outputTokens: number | null | undefined,
  totalMs: number | null,
  firstMs: number | null,
): number | null {
  if (typeof outputTokens !== "number" || totalMs === null || firstMs === null || totalMs - firstMs < leastMs)
    return null;
  return outputTokens / ((totalMs - firstMs) / 1000);
}
