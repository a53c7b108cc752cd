"use client";

import { useEffect } from "react";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useConversationTitle } from "@/lib/client/conversations";
import type { MessageView } from "@/lib/conversation/message";
import type { TopbarParts } from "./topbar-parts";

interface TopbarProps {
  /** null: not fetched yet, as on the empty page */
  parts: TopbarParts | null;
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
  parts,
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
      {!isEmpty && parts && (
        <>
          <parts.Facts conversationId={conversationId} messages={messages} isBusy={isBusy} isPart={isPart} />
          {conversationId && <parts.BranchesButton {...{ conversationId, isBusy }} onOpen={onJump} />}
          {conversationId && !isTemporary && (
            <parts.ShareButton {...{ conversationId, leafId }} isDisabled={isBusy && messages.length <= 2} />
          )}
        </>
      )}
    </header>
  );
}
