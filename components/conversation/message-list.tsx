"use client";

import { type ReactElement, type ReactNode, type RefObject, useImperativeHandle, useMemo, useState } from "react";
import { Message, type MessageActions } from "@/components/message/message";
import { newStore, RememberedPlace, RememberedStore } from "@/components/ui/use-remembered";
import type { ConversationState } from "./conversation-state";
import { FindHint } from "./find-hint";
import { LoadEdge } from "./load-edge";
import { useKeepFocus } from "./use-keep-focus";
import { plainRows, useRows } from "./use-rows";

/** What a list can be asked to show that may not be drawn. */
export interface ListReach {
  toEnd: () => void;
  /** draws this message and scrolls to it */
  show: (messageId: string) => HTMLElement | null;
}

export interface MessageListProps {
  state: ConversationState;
  actions: MessageActions;
  keyOf: (messageId: string) => string;
  listRef: RefObject<HTMLDivElement | null>;
  reach: RefObject<ListReach | null>;
  loadOlder: () => Promise<void>;
  loadNewer: () => Promise<void>;
}

export function MessageList({ state, actions, keyOf, listRef, reach, loadOlder, loadNewer }: MessageListProps) {
  const { messages, live, unsent, activity, editing, previousCursor, nextCursor } = state;
  const isBusy = activity !== "idle";
  const rows = useMemo(() => messages.map(({ id, role }) => ({ key: keyOf(id), role })), [messages, keyOf]);
  const { first, last, kept, toEnd, toRow } = useRows({
    rows,
    list: listRef,
    hasOlder: previousCursor !== null,
    keyOf,
  });
  useKeepFocus(listRef, state);
  useImperativeHandle(
    reach,
    () => ({
      toEnd,
      show: (id) =>
        toRow(keyOf(id), () => {
          const message = listRef.current?.querySelector<HTMLElement>(`[data-message-id="${CSS.escape(id)}"]`) ?? null;
          message?.scrollIntoView({ block: "start" });
          return message;
        }),
    }),
    [toEnd, toRow, keyOf, listRef],
  );
  const isLong = rows.length > plainRows || previousCursor !== null || nextCursor !== null;
  // what was opened in a message is still open when it is drawn again
  const [remembered] = useState(newStore);

  const draw = (index: number): ReactElement | null => {
    const message = messages[index];
    if (!message) return null;
    const key = keyOf(message.id);
    const ownLive = live?.messageId === message.id ? live : null;
    return (
      <RememberedPlace key={key} value={key}>
        <Message
          message={ownLive?.message ?? message}
          live={ownLive}
          unsent={unsent?.messageId === message.id ? unsent : null}
          isBusy={isBusy}
          isEditing={editing === message.id}
          isLast={index === messages.length - 1}
          actions={actions}
        />
      </RememberedPlace>
    );
  };
  const drawn: ReactNode[] = [];
  const gap = (name: string) => drawn.push(<div key={name} data-gap={name} aria-hidden />);
  if (first > 0) gap("top");
  if (kept !== null && kept < first) {
    drawn.push(draw(kept));
    gap("upper");
  }
  for (let index = first; index <= last; index += 1) drawn.push(draw(index));
  if (kept !== null && kept > last) {
    gap("lower");
    drawn.push(draw(kept));
  }
  if (last < rows.length - 1) gap("bottom");

  return (
    <div className="thread">
      {isLong && <FindHint />}
      {previousCursor !== null && <LoadEdge key={`older ${previousCursor}`} words="earlier" load={loadOlder} />}
      <div role="log" aria-label="Conversation" aria-busy={isBusy} data-windowed={isLong || undefined} ref={listRef}>
        <RememberedStore value={remembered}>{drawn}</RememberedStore>
      </div>
      {nextCursor !== null && <LoadEdge key={`newer ${nextCursor}`} words="later" load={loadNewer} />}
    </div>
  );
}
