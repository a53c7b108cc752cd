import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";

/** What of the list is known: everything from its top to the last item, and where it goes on. */
export interface KnownList {
  items: readonly ConversationListItem[];
  nextCursor: string | null;
}

/** The order of lib/db/conversation-list.ts. Times are ISO 8601 and ids lower case: they compare as text. */
export function compareItems(a: ConversationListItem, b: ConversationListItem): number {
  if (a.pinnedAt !== b.pinnedAt) return descending(a.pinnedAt ?? "", b.pinnedAt ?? "");
  if (a.pinnedAt === null && a.updatedAt !== b.updatedAt) return descending(a.updatedAt, b.updatedAt);
  return descending(a.id, b.id);
}

const descending = (a: string, b: string) => (a === b ? 0 : a < b ? 1 : -1);

/**
 * The first page, read anew, over what was known. What has changed stands above what has not: where the page ends with an item as it was known,
 * everything below is known still. Else there may be a gap between the two, and the list begins again.
 */
export function withFirstPage(known: KnownList, page: ConversationPage): KnownList {
  const fresh = { items: page.conversations, nextCursor: page.nextCursor };
  const last = page.conversations.at(-1);
  if (!last || page.nextCursor === null) return fresh;
  const isSeam = known.items.some((item) => item.id === last.id && compareItems(item, last) === 0);
  if (!isSeam) return fresh;
  const onPage = new Set(page.conversations.map(({ id }) => id));
  const below = known.items.filter((item) => !onPage.has(item.id) && compareItems(item, last) > 0);
  if (below.length === 0) return fresh;
  return { items: [...page.conversations, ...below], nextCursor: known.nextCursor };
}

export function withNextPage(known: KnownList, page: ConversationPage): KnownList {
  const ids = new Set(known.items.map(({ id }) => id));
  // one that moved up between the two requests is there already
  const items = [...known.items, ...page.conversations.filter(({ id }) => !ids.has(id))];
  return { items, nextCursor: page.nextCursor };
}

/** These ids as they are now: put where they belong, or taken out. What belongs below the known part comes with its page. */
export function withChanged(known: KnownList, ids: readonly string[], now: readonly ConversationListItem[]): KnownList {
  const items = known.items.filter(({ id }) => !ids.includes(id));
  for (const item of now) {
    if (item.archivedAt !== null) continue;
    const below = items.findIndex((other) => compareItems(other, item) > 0);
    if (below >= 0) items.splice(below, 0, item);
    else if (known.nextCursor === null) items.push(item);
  }
  return { items, nextCursor: known.nextCursor };
}
