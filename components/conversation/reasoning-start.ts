import type { MessageView } from "@/lib/conversation/message";
import type { LiveAnswer } from "./conversation-state";

/**
 * When the reasoning that is running now began, epoch ms; null when none is. After a reload, or in a second tab, it began before this page
 * did: the server says when.
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
  return last.startedMs === undefined ? now : Math.min(now, live.startedAt + last.startedMs);
}
