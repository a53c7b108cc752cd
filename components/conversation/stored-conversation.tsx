"use client";

import type { Choice } from "@/components/composer/choice";
import { PartViewsContext } from "@/components/message/part-views";
import { storedParts } from "@/components/message/stored-parts";
import type { ConversationPageView } from "@/lib/conversation/message";
import { Conversation } from "./conversation";
import { MessageList } from "./message-list";
import { topbarParts } from "./topbar-parts";

interface StoredConversationProps {
  conversation: ConversationPageView;
  choice: Choice;
  /** message to scroll to, from ?m= */
  messageId: string | undefined;
}

/** The page /c/{id}: its messages come with the document, so what draws them comes with the page's own code. */
export function StoredConversation({ conversation, ...props }: StoredConversationProps) {
  return (
    <PartViewsContext value={storedParts}>
      <Conversation initial={conversation} parts={parts} {...props} />
    </PartViewsContext>
  );
}

const parts = { MessageList, topbar: topbarParts };
