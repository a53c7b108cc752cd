"use client";

import Link from "next/link";
import { type KeyboardEvent, memo, useRef, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { useNow } from "@/components/ui/use-now";
import { callApi, sentenceOf } from "@/lib/client/api";
import { refreshConversations, showChanged } from "@/lib/client/conversations";
import { sayLine } from "@/lib/client/side-line";
import type { ConversationListItem } from "@/lib/contract/conversations";
import { EntryMenu } from "./entry-menu";

interface ConversationEntryProps {
  item: ConversationListItem;
  isCurrent: boolean;
  /** the one that Tab comes to; arrow keys go on from there */
  isTabStop: boolean;
  isSelected: boolean;
  /** epoch ms; null when nothing runs */
  runningSince: number | null;
}

export const ConversationEntry = memo(function ConversationEntry({
  item,
  isCurrent,
  isTabStop,
  isSelected,
  runningSince,
}: ConversationEntryProps) {
  const { closeDrawer } = useShell();
  const [renaming, setRenaming] = useState<Renaming | null>(null);
  const row = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  const title = item.title || "New conversation";
  return (
    <div className="side-row" ref={row}>
      {renaming ? (
        <RenameBox
          item={item}
          {...renaming}
          onDone={(how) => {
            takesFocus.current = how === "key";
            setRenaming(null);
          }}
          // who has gone on to something else meanwhile is left there
          onRefused={(words) =>
            setRenaming({ words, isFocused: row.current?.contains(document.activeElement) ?? false })
          }
        />
      ) : (
        <>
          <Link
            ref={(link) => {
              if (takesFocus.current) link?.focus();
              takesFocus.current = false;
            }}
            href={`/c/${item.id}`}
            data-entry={item.id}
            tabIndex={isTabStop ? 0 : -1}
            prefetch={false}
            aria-label={title}
            aria-current={isCurrent ? "page" : undefined}
            aria-description={isSelected ? "Selected" : undefined}
            data-selected={isSelected || undefined}
            onClick={closeDrawer}
          >
            <span dir="auto">{title}</span>
            {runningSince !== null && <RunningMark since={runningSince} />}
          </Link>
          <EntryMenu
            item={item}
            title={title}
            isCurrent={isCurrent}
            isTabStop={isTabStop}
            onRename={() => setRenaming({ words: item.title, isFocused: true })}
          />
        </>
      )}
    </div>
  );
});

function RunningMark({ since }: { since: number }) {
  const now = useNow(1000);
  return <span className="live">{now === null ? "" : `${Math.max(0, Math.floor((now - since) / 1000))} s`}</span>;
}

interface Renaming {
  /** that the box begins with */
  words: string;
  /** from the start */
  isFocused: boolean;
}

interface RenameBoxProps extends Renaming {
  item: ConversationListItem;
  /** "key": the focus was here, and goes back to the entry */
  onDone: (how: "key" | "blur") => void;
  /** the server said no to these words */
  onRefused: (words: string) => void;
}

function RenameBox({ item, words, isFocused, onDone, onRefused }: RenameBoxProps) {
  const save = async (title: string, how: "key" | "blur") => {
    onDone(how);
    if (title === "" || title === item.title) return;
    showChanged({ ...item, title });
    try {
      await callApi("PATCH", `/api/conversations/${item.id}`, { title });
    } catch (error) {
      showChanged(item);
      sayLine({ text: sentenceOf(error) });
      onRefused(title);
    }
    refreshConversations();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === "Enter") void save(event.currentTarget.value.trim(), "key");
    if (event.key !== "Escape") return;
    // the page's own Escape takes the focus away, and stops a running answer
    event.preventDefault();
    onDone("key");
  };
  return (
    <input
      className="rename"
      aria-label="Title"
      dir="auto"
      maxLength={200}
      defaultValue={words}
      // biome-ignore lint/a11y/noAutofocus: renaming was asked for
      autoFocus={isFocused}
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => void save(event.currentTarget.value.trim(), "blur")}
    />
  );
}
