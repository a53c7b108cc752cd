import type { ComponentType } from "react";
import type { MessageListProps } from "./message-list";

let messageList: ComponentType<MessageListProps> | null = null;
let isLoading = false;
const listeners = new Set<() => void>();

/**
 * What shows messages, the AI SDK, the SSE parser and the Markdown renderer: fetched with the first key press of a new conversation, not
 * with the page.
 */
export function preloadAnswering(): void {
  if (messageList || isLoading) return;
  isLoading = true;
  void import("./message-list")
    .then((module) => {
      messageList = module.MessageList;
      for (const listener of listeners) listener();
    })
    // away for a moment: the next key press or message asks again
    .catch(() => {})
    .finally(() => {
      isLoading = false;
    });
  void import("./follow-answer");
  void import("@/components/markdown/markdown").then((module) => module.preloadMarkdown());
  void import("@/components/reasoning/reasoning-panel");
}

/** The message list of a page that began without messages; null until it is there. */
export const messageListStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => messageList,
};
