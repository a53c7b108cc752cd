"use client";

import { BranchesButton } from "@/components/branches/branches-button";
import type { Choice } from "@/components/composer/choice";
import { PartViewsContext } from "@/components/message/part-views";
import { storedParts } from "@/components/message/stored-parts";
import { ShareButton } from "@/components/share/share-button";
import type { ConversationPageView } from "@/lib/conversation/message";
import { Conversation } from "./conversation";
import { Facts } from "./facts";
import { MessageList } from "./message-list";

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
      <Conversation initial={conversation} list={MessageList} bar={bar} {...props} />
    </PartViewsContext>
  );
}

const bar = { Facts, BranchesButton, ShareButton };
