import type { ComponentType } from "react";
import type { MessageListProps } from "./message-list";
import type { TopbarParts } from "./topbar-parts";

/** What a page with messages has and an empty one has not. */
export interface ConversationParts {
  MessageList: ComponentType<MessageListProps>;
  topbar: TopbarParts;
}

let parts: ConversationParts | null = null;
let isLoading = false;
let isGone = false;
const listeners = new Set<() => void>();
const ignore = () => {};

/**
 * What shows messages, the AI SDK, the SSE parser and the Markdown renderer: fetched with the first key press of a new conversation, not
 * with the page.
 */
export function preloadAnswering(): void {
  if (parts || isLoading) return;
  isLoading = true;
  isGone = false;
  void Promise.all([import("./message-list"), import("./topbar-parts")])
    .then(([{ MessageList }, { topbarParts: topbar }]) => {
      parts = { MessageList, topbar };
    })
    // away for a moment: the next key press or message asks again
    .catch(() => {
      isGone = true;
    })
    .finally(() => {
      isLoading = false;
      for (const listener of listeners) listener();
    });
  import("./answering").catch(ignore);
  import("@/components/markdown/markdown").then((module) => module.preloadMarkdown()).catch(ignore);
  import("@/components/reasoning/reasoning-panel").catch(ignore);
}

/** The parts for a page that began without messages; null until they are there. */
export const conversationPartsStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => parts,
  /** they were asked for last, and could not be had */
  isGone: () => isGone,
};
