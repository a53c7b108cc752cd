import type { OwnerEvent } from "@/lib/contract/events";

/** What the feed says, for whoever is on the page; the feed itself is fetched after the first paint (owner-feed.ts). */
export interface HeardEvent {
  event: OwnerEvent;
  /** the feed was away: things may have happened that nobody told of */
  isAfterGap: boolean;
}

const listeners = new Set<(heard: HeardEvent) => void>();
let isOpen = false;
/** deleted on this page: it knows already */
const deletedHere = new Set<string>();

export const ownerEvents = {
  /** nothing happens unheard at the moment: looking now and then is not needed */
  get isOpen() {
    return isOpen;
  },
  setOpen(open: boolean): void {
    isOpen = open;
  },
  tell(heard: HeardEvent): void {
    if (heard.event.type === "conversation-deleted" && deletedHere.has(heard.event.conversationId)) return;
    for (const listener of listeners) listener(heard);
  },
  subscribe(listener: (heard: HeardEvent) => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  deleteHere(conversationId: string): void {
    deletedHere.add(conversationId);
  },
  restoreHere(conversationId: string): void {
    deletedHere.delete(conversationId);
  },
};
