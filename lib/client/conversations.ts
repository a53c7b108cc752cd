import { useEffect } from "react";
import useSWR, { mutate } from "swr";
import useSWRInfinite, { unstable_serialize } from "swr/infinite";
import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";
import { callApi } from "./api";
import { ownerEvents } from "./owner-events";

const pageSize = 50;

function pageKey(index: number, previous: ConversationPage | null): string | null {
  if (index === 0) return `/api/conversations?limit=${pageSize}`;
  if (!previous?.nextCursor) return null;
  return `/api/conversations?limit=${pageSize}&cursor=${encodeURIComponent(previous.nextCursor)}`;
}

const listKey = unstable_serialize(pageKey);

export interface ConversationListState {
  conversations: ConversationListItem[];
  hasMore: boolean;
  loadMore: () => void;
}

/** The conversations of the sidebar; the first page comes with the document. */
export function useConversationList(initial: ConversationPage): ConversationListState {
  const {
    data,
    setSize,
    mutate: setPages,
  } = useSWRInfinite<ConversationPage>(pageKey, (path: string) => callApi("GET", path), {
    fallbackData: [initial],
    revalidateOnMount: false,
    revalidateOnFocus: true,
    revalidateFirstPage: true,
    keepPreviousData: true,
  });
  const pages = data ?? [initial];
  // what came with the document is not in the cache yet, where the palette and the title look for it
  useEffect(() => {
    void setPages((known) => known ?? [initial], { revalidate: false });
  }, [initial, setPages]);
  // a conversation that moved up between two requests stands on two pages
  const seen = new Set<string>();
  const conversations = pages
    .flatMap((page) => page.conversations)
    .filter((item) => !seen.has(item.id) && seen.add(item.id));
  const hasMore = Boolean(pages.at(-1)?.nextCursor);
  return { conversations, hasMore, loadMore: () => void (hasMore && setSize((size) => size + 1)) };
}

export function refreshConversations(): void {
  void mutate(listKey);
}

/** After a change of this page's own making: not needed while the feed tells of it. */
export function refreshConversationsUntold(): void {
  if (!ownerEvents.isOpen) refreshConversations();
}

/** The title is made after the answer, by the model; without the feed nobody says when. */
export function refreshConversationsSoon(): void {
  if (ownerEvents.isOpen) return;
  refreshConversations();
  for (const ms of [2000, 6000]) setTimeout(refreshConversations, ms);
}

/** Shows a change before the server has confirmed it. */
export function changeConversationList(change: (items: ConversationListItem[]) => ConversationListItem[]): void {
  void mutate<ConversationPage[]>(
    listKey,
    (pages) => pages?.map((page) => ({ ...page, conversations: change(page.conversations) })),
    { revalidate: false },
  );
}

/** The present title of one conversation, as the sidebar knows it. */
export function useConversationTitle(conversationId: string | null): string | null {
  // reads what the sidebar has fetched; without a fetcher it asks for nothing itself
  const { data } = useSWR<ConversationPage[]>(listKey, null);
  if (!conversationId) return null;
  for (const page of data ?? []) {
    const found = page.conversations.find((item) => item.id === conversationId);
    if (found) return found.title;
  }
  return null;
}

/** All conversations that the sidebar has loaded so far. */
export function useKnownConversations(): ConversationListItem[] {
  const { data } = useSWR<ConversationPage[]>(listKey, null);
  return (data ?? []).flatMap((page) => page.conversations);
}
