import type { ConversationPageView, MessageView } from "@/lib/conversation/message";
import type { ConversationState } from "./conversation-state";

/** `state` with the newest page of the branch read again: what stands before it stays, unless the branch is another one by now. */
export function mergePage(
  { messages, previousCursor }: Pick<ConversationState, "messages" | "previousCursor">,
  page: ConversationPageView,
): Pick<ConversationState, "messages" | "previousCursor" | "nextCursor"> {
  const first = page.messages[0];
  const merged = mergeMessages(messages, page.messages);
  const { nextCursor } = page;
  if (!first || !page.hasMore) return { messages: merged, previousCursor: page.previousCursor, nextCursor };
  const same = messages.findIndex(({ id }) => id === first.id);
  const at = same === -1 && messages.at(-1)?.id === first.parentId ? messages.length : same;
  if (at <= 0) return { messages: merged, previousCursor: page.previousCursor, nextCursor };
  return { messages: [...messages.slice(0, at), ...merged], previousCursor, nextCursor };
}

/** Messages read again keep their identity where nothing changed, so they are not drawn again. */
export function mergeMessages(before: readonly MessageView[], now: readonly MessageView[]): MessageView[] {
  const known = new Map(before.map((message) => [message.id, message]));
  return now.map((message) => {
    const old = known.get(message.id);
    const isSame = old && old.status === message.status && old.siblings.length === (message.siblings?.length ?? 1);
    return isSame && message.status !== "running" ? old : { ...message, siblings: message.siblings ?? [message.id] };
  });
}
