import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";
import { callApi } from "./api";
import { type KnownList, withChanged, withFirstPage, withNextPage } from "./list-order";

const path = "/api/conversations?limit=50";
const nextPath = "/api/conversations?limit=100";

interface ListStoreInput {
  /** what the addresses of its pages end with */
  filter: string;
  /** whether one that has changed is in this list, as far as the filter goes */
  belongs: (item: ConversationListItem) => boolean;
  onChange: () => void;
}

export type ListStore = ReturnType<typeof createListStore>;

/** One list of conversations, as far as this page knows it. */
export function createListStore({ filter, belongs, onChange }: ListStoreInput) {
  /** null until there is something to show */
  let known: KnownList | null = null;
  let loading: Promise<void> | null = null;

  const set = (next: KnownList) => {
    known = next;
    onChange();
  };
  return {
    read: () => known,
    begin: set,
    /** Looks at the top of the list, where everything new is. */
    refresh(): void {
      void callApi<ConversationPage>("GET", `${path}${filter}`).then(
        (page) => set(withFirstPage(known ?? { items: [], nextCursor: null }, page)),
        () => {},
      );
    },
    /** One page at a time; what cannot be had is asked for again when the end of the list is seen the next time. */
    loadMore(): Promise<void> {
      loading ??= (async () => {
        const cursor = known?.nextCursor;
        try {
          if (!cursor) return;
          const next = `${nextPath}${filter}&cursor=${encodeURIComponent(cursor)}`;
          const page = await callApi<ConversationPage>("GET", next);
          // begun again meanwhile: this page would leave a gap
          if (known?.nextCursor === cursor) set(withNextPage(known, page));
        } catch {
          // the sidebar keeps what it has
        } finally {
          loading = null;
        }
      })();
      return loading;
    },
    change(ids: readonly string[], now: readonly ConversationListItem[]): void {
      if (known) set(withChanged(known, ids, now.filter(belongs)));
    },
  };
}
