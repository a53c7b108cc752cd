import "server-only";
import { log } from "@/lib/config/log";
import type { MessagePart, MessageView } from "@/lib/conversation/message";
import { listRunningCompletions } from "@/lib/db/completions";
import { foldSegments } from "./fold-segments";
import { saveNow } from "./save-segments";

/**
 * The same messages, those that run with what has come of them: a page shows it at once, and follows from there. Costs nothing where
 * nothing runs.
 */
export async function withTextSoFar(messages: MessageView[]): Promise<MessageView[]> {
  const ids = messages.flatMap(({ status, completion }) => (status === "running" && completion ? [completion.id] : []));
  if (ids.length === 0) return messages;
  // What a reader has seen already must not be missing on the page it loads next.
  await saveNow();
  const parts = new Map<string, MessagePart[]>();
  for (const completion of await listRunningCompletions(ids)) {
    try {
      const folded = foldSegments(completion).flatMap(({ record }) => record.parts);
      parts.set(completion.messageId, openAtEnd(folded.filter(isDrawn)));
    } catch (error) {
      // The page is shown without it; the stream brings it.
      log().warn({ err: error, completionId: completion.id }, "text so far not readable");
    }
  }
  // What is stored already is what it has kept of the unfinished answer it goes on from.
  return messages.map((message) => ({ ...message, parts: [...message.parts, ...(parts.get(message.id) ?? [])] }));
}

/** As the stream tells it: nothing empty, and a tool once it has run. */
function isDrawn(part: MessagePart): boolean {
  if (part.type === "tool") return part.result !== null;
  return part.text !== "" || (part.type === "reasoning" && part.kind === "hidden");
}

/** Reasoning at the end still runs: what it took is not known yet. */
function openAtEnd(parts: MessagePart[]): MessagePart[] {
  return parts.map((part, index) =>
    part.type === "reasoning" && part.kind !== "hidden" && index === parts.length - 1
      ? { ...part, durationMs: null }
      : part,
  );
}
