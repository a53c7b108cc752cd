import type { MessageView } from "./message";

/** What a server is asked where it cannot take up its own text. */
export const continueSentence = "Continue exactly where you stopped.";

/** How an answer goes on: in a copy of the same answer, or in a new turn below it. */
export type ContinueWay = "prefill" | "turn";

const cutReasons = ["length", "size"];

/** An answer that was ended before it was complete, and has something to go on from: words, or the result of a tool. */
export function isContinuable({ role, status, parts, completion }: MessageView): boolean {
  if (role !== "assistant" || completion === null) return false;
  const hasMore =
    status === "stopped" ||
    status === "interrupted" ||
    status === "failed" ||
    (status === "done" && cutReasons.includes(completion.finishReason ?? ""));
  return hasMore && parts.some((part) => (part.type === "text" ? part.text.trim() !== "" : hasRun(part)));
}

const hasRun = (part: MessageView["parts"][number]) =>
  part.type === "tool" && (part.state === "done" || part.state === "failed");
