import type { MessageView } from "@/lib/conversation/message";
import type { LiveAnswer } from "./conversation-state";

/**
 * When the reasoning that is running now began, epoch ms; null when none is. After a reload, or in a second tab, it began before this page
 * did: of the first one the server says when.
 */
export function reasoningStart(
  previous: MessageView,
  next: MessageView,
  live: Pick<LiveAnswer, "startedAt" | "reasoningStartedAt">,
  now: number,
): number | null {
  const last = next.parts.at(-1);
  if (last?.type !== "reasoning" || last.durationMs !== null) return null;
  if (previous.parts.length === next.parts.length && live.reasoningStartedAt) return live.reasoningStartedAt;
  const firstMs = next.completion?.timings.firstReasoningMs;
  const isOnlyOne = next.parts.filter((part) => part.type === "reasoning").length === 1;
  return isOnlyOne && typeof firstMs === "number" ? Math.min(now, live.startedAt + firstMs) : now;
}
