"use client";

import { useEffect, useState } from "react";
import { useShell } from "@/components/shell/shell-context";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { refreshConversations } from "@/lib/client/conversations";
import { ownerEvents } from "@/lib/client/owner-events";
import { temporaryHours } from "@/lib/contract/conversations";
import type { ConversationView } from "@/lib/conversation/message";
import type { ConversationStore } from "./conversation-state";

interface TemporaryBarProps {
  /** null: nothing is stored yet */
  conversationId: string | null;
  store: ConversationStore;
}

/** What is kept of a temporary conversation, and until when; the way to keep it, and the way to end it now. */
export function TemporaryBar({ conversationId, store }: TemporaryBarProps) {
  const { newConversation } = useShell();
  const [problem, setProblem] = useState<string | null>(null);
  const path = `/api/conversations/${conversationId}`;
  useEffect(
    () =>
      ownerEvents.subscribe(({ event }) => {
        if (event.type !== "conversation-changed" || event.conversationId !== conversationId) return;
        // kept in another tab, perhaps
        void callApi<ConversationView>("GET", path).then(
          ({ temporaryUntil }) => store.set({ isTemporary: temporaryUntil !== null }),
          () => {},
        );
      }),
    [conversationId, path, store],
  );
  const attempt = async (call: () => Promise<unknown>, then: () => void) => {
    try {
      await call();
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    then();
  };
  const keep = () =>
    attempt(
      () => callApi("PATCH", path, { temporary: false }),
      () => {
        document.querySelector<HTMLElement>(".composer textarea")?.focus();
        store.set({ isTemporary: false });
        refreshConversations();
      },
    );
  const end = () => {
    if (conversationId) ownerEvents.deleteHere(conversationId);
    return attempt(() => callApi("DELETE", path), newConversation);
  };
  return (
    <section className="temporary-bar" aria-label="Temporary conversation">
      <p>
        In no list, no search and no export of everything, and named by no model. It stays on this server until{" "}
        {temporaryHours} hours after its last message, then it is deleted; what it cost stays counted.
      </p>
      {conversationId && (
        <div>
          <button type="button" className="btn" onClick={() => void keep()}>
            Keep
          </button>
          <button type="button" className="btn danger" onClick={() => void end()}>
            End and delete
          </button>
        </div>
      )}
      <Problem text={problem} />
    </section>
  );
}
