"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { ConversationListState } from "@/lib/client/conversations";
import { runningStore } from "@/lib/client/running";
import { ConversationEntry } from "./conversation-entry";
import { groupByDate } from "./date-groups";

interface ConversationListProps {
  list: ConversationListState;
  query: string;
}

const never = () => () => {};
const noneRunning: ReadonlyMap<string, number> = new Map();

export function ConversationList({ list, query }: ConversationListProps) {
  const pathname = usePathname();
  const running = useSyncExternalStore(runningStore.subscribe, runningStore.read, () => noneRunning);
  // "Today" begins at the reader's midnight, which the server does not know
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const end = useRef<HTMLDivElement>(null);
  const { hasMore, loadMore } = list;
  const shown = matching(list.conversations, query);

  useEffect(() => {
    const element = end.current;
    if (!hasMore || !element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), {
      rootMargin: "400px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, loadMore]);

  if (shown.length === 0) {
    return <div className="side-list blank">{query ? "No title matches." : "Conversations will be listed here."}</div>;
  }
  const groups = isHydrated ? groupByDate(shown, new Date()) : [{ label: "Recent", items: shown }];
  return (
    <div className="side-list">
      {groups.map((group) => (
        <section key={group.label} aria-label={group.label}>
          <h2>{group.label}</h2>
          {group.items.map((item) => (
            <ConversationEntry
              key={item.id}
              item={item}
              isCurrent={pathname === `/c/${item.id}`}
              runningSince={running.get(item.id) ?? null}
            />
          ))}
        </section>
      ))}
      <div ref={end} />
    </div>
  );
}

function matching(items: ConversationListState["conversations"], query: string) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)));
}
