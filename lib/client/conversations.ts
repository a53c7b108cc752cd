import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";
import { callApi } from "./api";
import { type KnownList, withChanged, withFirstPage, withNextPage } from "./list-order";
import { ownerEvents } from "./owner-events";

const path = "/api/conversations?limit=50";
const nextPath = "/api/conversations?limit=100";
const changedDelayMs = 100;

/** The part of the list this page knows. null until the sidebar has put there what came with the document. */
let known: KnownList | null = null;
const listeners = new Set<() => void>();
let loading: Promise<void> | null = null;

function set(next: KnownList): void {
  known = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface ConversationListState {
  conversations: readonly ConversationListItem[];
  hasMore: boolean;
  loadMore: () => Promise<void>;
}

/** The conversations of the sidebar; the first page comes with the document. */
export function useConversationList(initial: ConversationPage): ConversationListState {
  const first = useMemo(() => ({ items: initial.conversations, nextCursor: initial.nextCursor }), [initial]);
  const list = useSyncExternalStore(
    subscribe,
    () => known ?? first,
    () => first,
  );
  useEffect(() => {
    if (!known) set(first);
    const onFocus = () => refreshConversationsUntold();
    addEventListener("focus", onFocus);
    return () => removeEventListener("focus", onFocus);
  }, [first]);
  return { conversations: list.items, hasMore: list.nextCursor !== null, loadMore };
}

/** One page at a time; what cannot be had is asked for again when the end of the list is seen the next time. */
function loadMore(): Promise<void> {
  loading ??= (async () => {
    const cursor = known?.nextCursor;
    try {
      if (!cursor) return;
      const page = await callApi<ConversationPage>("GET", `${nextPath}&cursor=${encodeURIComponent(cursor)}`);
      // begun again meanwhile: this page would leave a gap
      if (known?.nextCursor === cursor) set(withNextPage(known, page));
    } catch {
      // the sidebar keeps what it has
    } finally {
      loading = null;
    }
  })();
  return loading;
}

/** Looks at the top of the list, where everything new is. */
export function refreshConversations(): void {
  void callApi<ConversationPage>("GET", path).then(
    (page) => set(withFirstPage(known ?? { items: [], nextCursor: null }, page)),
    () => {},
  );
}

const changed = new Set<string>();
let changedTimer: ReturnType<typeof setTimeout> | undefined;

/** Looks at these conversations, wherever in the list they stand. Events come in groups, such as the end of an answer and the title. */
export function refreshConversation(id: string): void {
  changed.add(id);
  clearTimeout(changedTimer);
  changedTimer = setTimeout(() => {
    const ids = [...changed].slice(0, 100);
    for (const each of ids) changed.delete(each);
    void callApi<ConversationPage>("GET", `/api/conversations?ids=${ids.join(",")}`).then(
      ({ conversations }) => known && set(withChanged(known, ids, conversations)),
      () => {},
    );
    const [next] = changed;
    if (next !== undefined) refreshConversation(next);
  }, changedDelayMs);
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
export function showChanged(item: ConversationListItem): void {
  if (known) set(withChanged(known, [item.id], [item]));
}

export function showDeleted(ids: readonly string[]): void {
  if (known) set(withChanged(known, ids, []));
}

const noItems: readonly ConversationListItem[] = [];

/** All conversations that the sidebar has loaded so far. */
export function useKnownConversations(): readonly ConversationListItem[] {
  return useSyncExternalStore(
    subscribe,
    () => known?.items ?? noItems,
    () => noItems,
  );
}

/** The present title of one conversation, as the sidebar knows it. */
export function useConversationTitle(conversationId: string | null): string | null {
  return useSyncExternalStore(
    subscribe,
    () => known?.items.find(({ id }) => id === conversationId)?.title ?? null,
    () => null,
  );
}
