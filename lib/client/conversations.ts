import { useEffect, useMemo, useSyncExternalStore } from "react";
import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";
import { callApi } from "./api";
import { createListStore, type ListStore } from "./list-store";
import { ownerEvents } from "./owner-events";

const changedDelayMs = 100;

const listeners = new Set<() => void>();
const tellAll = () => {
  for (const listener of listeners) listener();
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Everything; it knows nothing until the sidebar has put there what came with the document. */
const all = createListStore({ filter: "", belongs: () => true, onChange: tellAll });
/** What the sidebar is narrowed to. */
let tagged: { tagId: string; list: ListStore } | null = null;
const lists = () => (tagged ? [all, tagged.list] : [all]);

/** Narrows the sidebar to one tag; null = everything. */
export function chooseTag(tagId: string | null): void {
  const list =
    tagId === null
      ? null
      : createListStore({
          filter: `&tag=${tagId}`,
          belongs: ({ tagIds }) => tagIds.includes(tagId),
          onChange: tellAll,
        });
  tagged = tagId === null || list === null ? null : { tagId, list };
  list?.refresh();
  tellAll();
}

export function useChosenTag(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => tagged?.tagId ?? null,
    () => null,
  );
}

export interface ConversationListState {
  /** null = not there yet */
  conversations: readonly ConversationListItem[] | null;
  hasMore: boolean;
  loadMore: () => Promise<void>;
}

/** The conversations of the sidebar; the first page comes with the document. */
export function useConversationList(initial: ConversationPage): ConversationListState {
  const first = useMemo(() => ({ items: initial.conversations, nextCursor: initial.nextCursor }), [initial]);
  const list = useSyncExternalStore(
    subscribe,
    () => (tagged ? tagged.list.read() : (all.read() ?? first)),
    () => first,
  );
  useEffect(() => {
    if (!all.read()) all.begin(first);
    const onFocus = () => refreshConversationsUntold();
    addEventListener("focus", onFocus);
    return () => removeEventListener("focus", onFocus);
  }, [first]);
  const { loadMore } = tagged?.list ?? all;
  return { conversations: list?.items ?? null, hasMore: Boolean(list?.nextCursor), loadMore };
}

/** Looks at the top of the list, where everything new is. */
export function refreshConversations(): void {
  for (const list of lists()) list.refresh();
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
      ({ conversations }) => change(ids, conversations),
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

function change(ids: readonly string[], now: readonly ConversationListItem[]): void {
  for (const list of lists()) list.change(ids, now);
}

/** Shows changes before the server has confirmed them. */
export function showChanged(...items: ConversationListItem[]): void {
  change(
    items.map(({ id }) => id),
    items,
  );
}

export function showDeleted(ids: readonly string[]): void {
  change(ids, []);
}

const noItems: readonly ConversationListItem[] = [];

/** All conversations that this page has loaded so far. */
export function useKnownConversations(): readonly ConversationListItem[] {
  return useSyncExternalStore(
    subscribe,
    () => all.read()?.items ?? noItems,
    () => noItems,
  );
}

/** The present title of one conversation, as the sidebar knows it. */
export function useConversationTitle(conversationId: string | null): string | null {
  return useSyncExternalStore(
    subscribe,
    () => all.read()?.items.find(({ id }) => id === conversationId)?.title ?? null,
    () => null,
  );
}
