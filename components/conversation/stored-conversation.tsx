"use client";

import { BranchesButton } from "@/components/branches/branches-button";
import type { Choice } from "@/components/composer/choice";
import type { ConversationPageView } from "@/lib/conversation/message";
import { Conversation } from "./conversation";
import { MessageList } from "./message-list";

interface StoredConversationProps {
  conversation: ConversationPageView;
  choice: Choice;
  /** message to scroll to, from ?m= */
  messageId: string | undefined;
}

/** The page /c/{id}: its messages come with the document, so what draws them comes with the page's own code. */
export function StoredConversation({ conversation, ...props }: StoredConversationProps) {
  return <Conversation initial={conversation} list={MessageList} branches={BranchesButton} {...props} />;
}
