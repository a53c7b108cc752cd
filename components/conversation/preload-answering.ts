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

/**
 * Resolves when what draws the parts of answers is there. Parts that came with the document and change before that would be thrown away
 * and drawn from nothing.
 */
export async function partsAreDrawable(): Promise<void> {
  const markdown = import("@/components/markdown/markdown").then((module) => module.preloadMarkdown());
  await Promise.all([markdown, import("@/components/reasoning/reasoning-panel")]).catch(() => {});
  // React hears of what was imported a moment later
  await new Promise((resolve) => setTimeout(resolve));
}

/** The message list of a page that began without messages; null until it is there. */
export const messageListStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => messageList,
};
