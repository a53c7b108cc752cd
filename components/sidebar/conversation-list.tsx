"use client";

import { usePathname } from "next/navigation";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { flushSync } from "react-dom";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import type { ConversationListState } from "@/lib/client/conversations";
import { runningStore } from "@/lib/client/running";
import { selection, useSelection } from "@/lib/client/selection";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { ConversationEntry } from "./conversation-entry";
import { groupByDate } from "./date-groups";
import { focusWhenShown } from "./focus-when-shown";
import { selectByClick, selectByKey } from "./select-entries";

/** A line of the list: a heading, or an entry under it. */
export type ListRow = { label: string } | { item: ConversationListItem };

/** Without what is done with them they cannot stay selected. */
const NoSelectionBar = () => <NewVersion onClose={selection.clear} />;
const SelectionBar = later(() => import("./selection-bar").then((module) => module.SelectionBar), NoSelectionBar);

const never = () => () => {};
const noItems: readonly ConversationListItem[] = [];
const noneRunning: ReadonlyMap<string, number> = new Map();
/** Up to here the lines stand in the page as they are; a longer list draws only those in view. */
const plainRows = 80;

type VirtualRows = typeof import("./virtual-rows").VirtualRows;

export function ConversationList({ list, blank }: { list: ConversationListState; blank: string }) {
  const pathname = usePathname();
  const running = useSyncExternalStore(runningStore.subscribe, runningStore.read, () => noneRunning);
  // "Today" begins at the reader's midnight, which the server does not know
  const today = useSyncExternalStore(
    never,
    () => new Date().toDateString(),
    () => null,
  );
  const scroller = useRef<HTMLDivElement>(null);
  /** what draws a long list; the short one stays until it is there, with the focus in it */
  const [virtual, setVirtual] = useState<{ Rows: VirtualRows } | null>(null);
  /** the entry that had the focus last, and the one before it */
  const [[activeId, leftId], setActive] = useState<[string | null, string | null]>([null, null]);
  const selected = useSelection();
  useEffect(() => selection.clear, []);
  const { hasMore, loadMore } = list;
  const conversations = list.conversations ?? noItems;
  const rows = useMemo(() => rowsOf(conversations, today === null ? null : new Date(today)), [conversations, today]);

  const isKnown = (id: string | null) => id !== null && conversations.some((item) => item.id === id);
  const currentId = /^\/c\/([^/]+)/.exec(pathname)?.[1] ?? null;
  const tabId = [activeId, currentId].find(isKnown) ?? conversations[0]?.id ?? null;
  // the click itself has moved the focus already
  const rangeFromId = [leftId, currentId].find(isKnown) ?? null;

  const loadVirtual = useCallback(() => {
    import("./virtual-rows").then(
      ({ VirtualRows: Rows }) => setVirtual((shown) => shown ?? { Rows }),
      () => {},
    );
  }, []);
  const activate = (id: string) => setActive(([before, left]) => (id === before ? [id, left] : [id, before]));
  const focusEntry = (id: string) => {
    // drawn before it can take the focus: the list keeps this line in the page, wherever it has been scrolled to
    flushSync(() => activate(id));
    focusWhenShown(id);
  };
  const onKeyDown = async (event: KeyboardEvent<HTMLElement>) => {
    const id = event.target instanceof HTMLElement ? event.target.dataset.entry : undefined;
    if (id === undefined) return;
    const at = conversations.findIndex((item) => item.id === id);
    if (selectByKey(event, conversations, at)) return;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: conversations.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = conversations[to];
    if (next) focusEntry(next.id);
    if (to >= conversations.length - 1 && hasMore) await loadMore();
  };

  if (conversations.length === 0) return <div className="side-list blank">{list.conversations && blank}</div>;
  const drawRow = (row: ListRow) =>
    "label" in row ? (
      <h2 key={row.label}>{row.label}</h2>
    ) : (
      <ConversationEntry
        key={row.item.id}
        item={row.item}
        isCurrent={row.item.id === currentId}
        isTabStop={row.item.id === tabId}
        isSelected={selected.has(row.item.id)}
        runningSince={running.get(row.item.id) ?? null}
      />
    );
  const drawn = (
    // biome-ignore lint/a11y/noStaticElementInteractions: the entries are links; arrow keys go from one to the other
    <div
      ref={scroller}
      className="side-list"
      onClickCapture={(event) => selectByClick(event, conversations, rangeFromId)}
      onKeyDown={(event) => void onKeyDown(event)}
      onFocus={(event) => {
        const id = event.target.closest(".side-row")?.querySelector("a")?.dataset.entry;
        if (id !== undefined) activate(id);
      }}
    >
      {rows.length > plainRows && virtual ? (
        <virtual.Rows
          rows={rows}
          draw={drawRow}
          kept={[tabId, leftId].flatMap((id) => {
            const at = rows.findIndex((row) => "item" in row && row.item.id === id);
            return at < 0 ? [] : [at];
          })}
        />
      ) : (
        rows.map(drawRow)
      )}
      <ListEnd {...{ hasMore, loadMore, loadVirtual }} count={conversations.length} />
    </div>
  );
  return (
    <>
      {drawn}
      {selected.size > 0 && <SelectionBar list={conversations} currentId={currentId} />}
    </>
  );
}

interface ListEndProps {
  hasMore: boolean;
  loadMore: () => Promise<void>;
  loadVirtual: () => void;
  count: number;
}

/** Asks for the next page before the reader gets there. */
function ListEnd({ hasMore, loadMore, loadVirtual, count }: ListEndProps) {
  const end = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a page that is too short to push the end out of sight it is looked at again
  useEffect(() => {
    const element = end.current;
    if (!hasMore || !element) return;
    const near = () => {
      loadVirtual();
      void loadMore();
    };
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && near(), {
      root: element.closest(".side-list"),
      rootMargin: "800px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, loadMore, loadVirtual, count]);
  return <div ref={end} />;
}

function rowsOf(items: readonly ConversationListItem[], now: Date | null): ListRow[] {
  const groups = now ? groupByDate(items, now) : [{ label: "Recent", items }];
  return groups.flatMap((group): ListRow[] => [{ label: group.label }, ...group.items.map((item) => ({ item }))]);
}
