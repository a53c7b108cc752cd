"use client";

import { useEffect, useMemo } from "react";
import { BranchesButton } from "@/components/branches/branches-button";
import { OpenSidebar } from "@/components/shell/open-sidebar";
import { useConversationTitle } from "@/lib/client/conversations";
import { cost } from "@/lib/client/figures";
import type { MessageView } from "@/lib/conversation/message";

interface TopbarProps {
  conversationId: string | null;
  /** what the server called it when the page was made */
  title: string;
  messages: readonly MessageView[];
  isBusy: boolean;
  /** of a longer branch */
  isPart: boolean;
  /** goes to a message of another branch */
  onJump: (messageId: string) => void;
}

export function Topbar({ conversationId, title, messages, isBusy, isPart, onJump }: TopbarProps) {
  const shown = useConversationTitle(conversationId) || title;
  useEffect(() => {
    document.title = shown ? `${shown} · Verbatim` : "New conversation · Verbatim";
  }, [shown]);
  const isEmpty = messages.length === 0;
  const facts = useMemo(() => factsOf(messages), [messages]);
  return (
    <header className={isEmpty ? "topbar plain" : "topbar"}>
      <OpenSidebar />
      {!isEmpty && <h1 dir="auto">{shown || "New conversation"}</h1>}
      {!isEmpty && <span className="facts">{isPart ? `these ${facts}` : facts}</span>}
      {!isEmpty && conversationId && <BranchesButton conversationId={conversationId} isBusy={isBusy} onOpen={onJump} />}
    </header>
  );
}

/** "4 messages, $0.0046", and how many answers did not say what they cost */
function factsOf(messages: readonly MessageView[]): string {
  const number = messages.length === 1 ? "1 message" : `${messages.length} messages`;
  const answers = messages.filter((message) => message.completion && message.status !== "running");
  const known = answers.map((message) => message.completion?.cost ?? null).filter((value) => value !== null);
  if (known.length === 0) return number;
  const total = known.reduce((sum, value) => sum + Number(value), 0);
  const silent = answers.length - known.length;
  const rest = silent === 0 ? "" : `, ${silent === 1 ? "one" : silent} not reported`;
  return `${number}, ${cost(String(Number(total.toFixed(8))))}${rest}`;
}
