"use client";

import { ArchiveRestore } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import useSWRInfinite from "swr/infinite";
import { Dialog } from "@/components/ui/dialog";
import { LocalTime } from "@/components/ui/local-time";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { unarchive } from "@/lib/client/organise";
import type { ConversationListItem, ConversationPage } from "@/lib/contract/conversations";

const path = "/api/conversations?archived=1&limit=50";
const pageKey = (index: number, before: ConversationPage | null) => {
  if (index === 0) return path;
  return before?.nextCursor ? `${path}&cursor=${encodeURIComponent(before.nextCursor)}` : null;
};

/** The conversations that are out of the list, and the way back. */
export function ArchiveDialog({ onClose }: { onClose: () => void }) {
  const { data, error, setSize, mutate, isLoading } = useSWRInfinite<ConversationPage>(
    pageKey,
    (key: string) => callApi("GET", key),
    { revalidateAll: true },
  );
  const [status, setStatus] = useState("");
  const items = data?.flatMap(({ conversations }) => conversations) ?? [];
  const bringBack = async (item: ConversationListItem, row: HTMLElement | null) => {
    const next = row?.nextElementSibling ?? row?.previousElementSibling;
    if (!(await unarchive([item]))) return;
    setStatus(`“${item.title}” is in the list again.`);
    const focused = next?.querySelector("button") ?? row?.closest("dialog")?.querySelector("button");
    focused?.focus();
    await mutate();
  };
  return (
    <Dialog label="Archive" className="archive" onClose={onClose}>
      <div className="inside">
        <Problem text={error ? sentenceOf(error) : null} />
        {!isLoading && !error && items.length === 0 && (
          <p className="help">Nothing is archived. What you archive leaves the list and is kept here, word for word.</p>
        )}
        <ul>
          {items.map((item) => (
            <li key={item.id}>
              <Link href={`/c/${item.id}`} prefetch={false} onClick={onClose} dir="auto">
                {item.title}
              </Link>
              <LocalTime iso={item.updatedAt} />
              <button
                type="button"
                className="icon sm"
                aria-label="Unarchive"
                aria-description={item.title}
                title="Unarchive"
                onClick={(event) => void bringBack(item, event.currentTarget.closest("li"))}
              >
                <ArchiveRestore className="i s" aria-hidden />
              </button>
            </li>
          ))}
        </ul>
        {data?.at(-1)?.nextCursor && (
          <button type="button" className="btn" onClick={() => void setSize((size) => size + 1)}>
            Show more
          </button>
        )}
        <p className="sr" role="status">
          {status}
        </p>
      </div>
    </Dialog>
  );
}
