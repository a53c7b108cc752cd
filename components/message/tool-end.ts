import type { CompletionView, MessagePart } from "@/lib/conversation/message";

type Ended = Pick<CompletionView, "settings"> & { calls: readonly Pick<CompletionView["calls"][number], "ignored">[] };

/** Why an answer ends with a tool call that nobody ran; null when it does not. */
export function toolEnd({ settings, calls }: Ended, parts: readonly MessagePart[]): string | null {
  const last = parts.findLast((part) => part.type !== "text" || part.text.trim() !== "");
  if (last?.type !== "tool" || last.state !== "not_run") return null;
  if ((settings.tools?.length ?? 0) > 0) {
    const count = calls.length === 1 ? "1 model call" : `${calls.length} model calls`;
    return `Stopped after ${count}; the last tool call was not run.`;
  }
  return calls.at(-1)?.ignored.includes("tools")
    ? "The model called a tool, but tools are not sent to it."
    : "The model called a tool, but no tools are switched on.";
}
