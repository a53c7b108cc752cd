import type { MessageView } from "@/lib/conversation/message";

export type Stage = "connecting" | "waiting" | "reasoning" | "tool" | "after-tool" | "answering";

/** What a running answer does now. Bytes alone are no reasoning: a provider sends signs of life, or an empty beginning, while it queues. */
export function stageOf({ completion, parts }: Pick<MessageView, "completion" | "parts">): Stage {
  const last = parts.findLast((part) => part.type !== "text" || part.text.trim() !== "");
  if (last?.type === "reasoning") return last.durationMs === null ? "reasoning" : "answering";
  if (last?.type === "tool") return last.state === "running" ? "tool" : "after-tool";
  if (last) return "answering";
  return typeof completion?.timings.connectMs === "number" ? "waiting" : "connecting";
}
