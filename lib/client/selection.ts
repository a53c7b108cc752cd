import { useSyncExternalStore } from "react";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { sayLine } from "./side-line";

/** As many as one request takes. */
export const maxSelected = 100;

/** Conversations chosen to do something with all of them, by id and in the order they were chosen. */
const none: ReadonlyMap<string, ConversationListItem> = new Map();
let selected = none;
/** where a range begins */
let anchorId: string | null = null;
const listeners = new Set<() => void>();

function set(next: ReadonlyMap<string, ConversationListItem>): void {
  selected = next;
  for (const listener of listeners) listener();
}

export const selection = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => selected,
  toggle(item: ConversationListItem): void {
    anchorId = item.id;
    const next = new Map(selected);
    if (!next.delete(item.id)) add(next, [item]);
    set(next);
  },
  /** Everything from where the range began, else from `fromId`, to this one. */
  extend(to: ConversationListItem, list: readonly ConversationListItem[], fromId: string | null): void {
    const place = (id: string | null) => list.findIndex((item) => item.id === id);
    const end = place(to.id);
    const begin = [place(anchorId), place(fromId), end].find((at) => at >= 0) ?? end;
    anchorId = list[begin]?.id ?? null;
    const range = list.slice(Math.min(begin, end), Math.max(begin, end) + 1);
    const next = new Map(selected);
    add(next, range);
    set(next);
  },
  addAll(list: readonly ConversationListItem[]): void {
    const next = new Map(selected);
    add(next, list);
    set(next);
  },
  clear(): void {
    anchorId = null;
    if (selected.size > 0) set(none);
  },
};

export function useSelection(): ReadonlyMap<string, ConversationListItem> {
  return useSyncExternalStore(selection.subscribe, selection.read, () => none);
}

function add(to: Map<string, ConversationListItem>, items: readonly ConversationListItem[]): void {
  for (const item of items) {
    if (to.size >= maxSelected && !to.has(item.id)) {
      sayLine({ text: `${maxSelected} conversations at once are the most.` });
      return;
    }
    to.set(item.id, item);
  }
}
