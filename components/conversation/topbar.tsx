"use client";

import dynamic from "next/dynamic";
import { type ComponentType, useEffect } from "react";
import type { BranchesButtonProps } from "@/components/branches/branches-button";
import { ShareButton } from "@/components/share/share-button";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useConversationTitle } from "@/lib/client/conversations";
import type { MessageView } from "@/lib/conversation/message";
import type { FactsProps } from "./facts";

export interface TopbarParts {
  Facts: ComponentType<FactsProps>;
  BranchesButton: ComponentType<BranchesButtonProps>;
}

/** The empty page is without them. */
const laterParts: TopbarParts = {
  Facts: dynamic(() => import("./facts").then((module) => module.Facts)),
  BranchesButton: dynamic(() =>
    import("@/components/branches/branches-button").then((module) => module.BranchesButton),
  ),
};

interface TopbarProps {
  /** where they came with the page */
  parts?: TopbarParts | undefined;
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
  parts: { Facts, BranchesButton } = laterParts,
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
      {!isEmpty && conversationId && <BranchesButton conversationId={conversationId} isBusy={isBusy} onOpen={onJump} />}
      {!isEmpty && conversationId && !isTemporary && (
        <ShareButton conversationId={conversationId} leafId={leafId} isDisabled={isBusy && messages.length <= 2} />
      )}
    </header>
  );
}
