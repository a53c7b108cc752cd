"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { ConversationListState } from "@/lib/client/conversations";
import { runningStore } from "@/lib/client/running";
import { ConversationEntry } from "./conversation-entry";
import { groupByDate } from "./date-groups";

interface ConversationListProps {
  list: ConversationListState;
}

const never = () => () => {};
const noneRunning: ReadonlyMap<string, number> = new Map();

export function ConversationList({ list }: ConversationListProps) {
  const pathname = usePathname();
  const running = useSyncExternalStore(runningStore.subscribe, runningStore.read, () => noneRunning);
  // "Today" begins at the reader's midnight, which the server does not know
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const end = useRef<HTMLDivElement>(null);
  const { conversations, hasMore, loadMore } = list;

  useEffect(() => {
    const element = end.current;
    if (!hasMore || !element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), {
      rootMargin: "400px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [hasMore, loadMore]);

  if (conversations.length === 0) return <div className="side-list blank">Conversations will be listed here.</div>;
  const groups = isHydrated ? groupByDate(conversations, new Date()) : [{ label: "Recent", items: conversations }];
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
