"use client";

import type { Ref } from "react";
import { Message, type MessageActions } from "@/components/message/message";
import type { ConversationState } from "./conversation-state";

export interface MessageListProps {
  state: ConversationState;
  actions: MessageActions;
  keyOf: (messageId: string) => string;
  listRef: Ref<HTMLDivElement>;
}

export function MessageList({ state, actions, keyOf, listRef }: MessageListProps) {
  const { messages, live, unsent, activity, editing } = state;
  const isBusy = activity !== "idle";
  return (
    <div className="thread">
      <div role="log" aria-label="Conversation" aria-busy={isBusy} ref={listRef}>
        {messages.map((message) => (
          <Message
            key={keyOf(message.id)}
            message={message}
            live={live?.messageId === message.id ? live : null}
            unsent={unsent?.messageId === message.id ? unsent : null}
            isBusy={isBusy}
            isEditing={editing === message.id}
            isLast={message === messages.at(-1)}
            actions={actions}
          />
        ))}
      </div>
    </div>
  );
}
