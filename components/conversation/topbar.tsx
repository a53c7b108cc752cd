"use client";

import { type ComponentType, lazy, Suspense, useEffect } from "react";
import type { BranchesButtonProps } from "@/components/branches/branches-button";
import type { ShareButtonProps } from "@/components/share/share-button";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useConversationTitle } from "@/lib/client/conversations";
import type { MessageView } from "@/lib/conversation/message";
import type { FactsProps } from "./facts";

export interface TopbarParts {
  Facts: ComponentType<FactsProps>;
  BranchesButton: ComponentType<BranchesButtonProps>;
  ShareButton: ComponentType<ShareButtonProps>;
}

/** The empty page is without them. */
const laterParts: TopbarParts = {
  Facts: lazy(() => import("./facts").then(({ Facts }) => ({ default: Facts }))),
  BranchesButton: lazy(() =>
    import("@/components/branches/branches-button").then(({ BranchesButton }) => ({ default: BranchesButton })),
  ),
  ShareButton: lazy(() =>
    import("@/components/share/share-button").then(({ ShareButton }) => ({ default: ShareButton })),
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
  const about = ({ Facts, BranchesButton, ShareButton }: TopbarParts) => (
    <>
      <Facts conversationId={conversationId} messages={messages} isBusy={isBusy} isPart={isPart} />
      {conversationId && <BranchesButton conversationId={conversationId} isBusy={isBusy} onOpen={onJump} />}
      {conversationId && !isTemporary && (
        <ShareButton conversationId={conversationId} leafId={leafId} isDisabled={isBusy && messages.length <= 2} />
      )}
    </>
  );
  return (
    <header className={isEmpty ? "topbar plain" : "topbar"}>
      <OpenSidebar />
      {!isEmpty && <h1 dir="auto">{shown || "New conversation"}</h1>}
      {isTemporary && <span className="temporary">Temporary</span>}
      {/* a part that came with the page waits for nothing, and nothing may wait for the others */}
      {!isEmpty && (parts ? about(parts) : <Suspense fallback={null}>{about(laterParts)}</Suspense>)}
    </header>
  );
}
