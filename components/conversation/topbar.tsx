"use client";

import dynamic from "next/dynamic";
import { type ComponentType, useEffect } from "react";
import type { BranchesButtonProps } from "@/components/branches/branches-button";
import { ShareButton } from "@/components/share/share-button";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useConversationTitle } from "@/lib/client/conversations";
import type { MessageView } from "@/lib/conversation/message";

const Facts = dynamic(() => import("./facts").then((module) => module.Facts));
// the empty page has no branches
const BranchesButton = dynamic(() =>
  import("@/components/branches/branches-button").then((module) => module.BranchesButton),
);

interface TopbarProps {
  /** where it came with the page */
  branches?: ComponentType<BranchesButtonProps> | undefined;
  conversationId: string | null;
  /** what the server called it when the page was made */
  title: string;
  messages: readonly MessageView[];
  isBusy: boolean;
  /** of a longer branch */
  isPart: boolean;
  isTemporary: boolean;
  /** the last message of the branch; undefined: the page does not go to its end */
  leafId: string | undefined;
  /** goes to a message of another branch */
  onJump: (messageId: string) => void;
}

export function Topbar({
  branches: Branches = BranchesButton,
  conversationId,
  title,
  messages,
  isBusy,
  isPart,
  isTemporary,
  leafId,
  onJump,
}: TopbarProps) {
  const shown = useConversationTitle(conversationId) || title;
  useEffect(() => {
    document.title = shown ? `${shown} · Verbatim` : "New conversation · Verbatim";
  }, [shown]);
  const isEmpty = messages.length === 0;
  return (
    <header className={isEmpty ? "topbar plain" : "topbar"}>
      <OpenSidebar />
      {!isEmpty && <h1 dir="auto">{shown || "New conversation"}</h1>}
      {isTemporary && <span className="temporary">Temporary</span>}
      {!isEmpty && <Facts conversationId={conversationId} messages={messages} isBusy={isBusy} isPart={isPart} />}
      {!isEmpty && conversationId && <Branches conversationId={conversationId} isBusy={isBusy} onOpen={onJump} />}
      {!isEmpty && conversationId && !isTemporary && (
        <ShareButton conversationId={conversationId} leafId={leafId} isDisabled={isBusy && messages.length <= 2} />
      )}
    </header>
  );
}
