import { useLayoutEffect, useRef, useState } from "react";
import { readDraft, reviveUnsent, writeDraft } from "@/lib/client/drafts";
import type { ConversationView } from "@/lib/conversation/message";

/** Where the draft of this page is kept. With its first question a new conversation gets its id, and the draft goes with it. */
export function useDraftKey(initial: ConversationView | null, id: string | null): string {
  const key = id ?? "new";
  const before = useRef(key);
  // while it is drawn for the first time: the box reads its draft right after
  useState(() => {
    const isStored = (messageId: string) => initial?.messages.some((message) => message.id === messageId) ?? false;
    if (typeof window !== "undefined") reviveUnsent(key, isStored);
  });
  // Between the last words of a box that goes (it moves to the end of the page with the first question) and the first look of the next one.
  useLayoutEffect(() => {
    const from = before.current;
    before.current = key;
    if (from === key) return;
    const typed = document.querySelector<HTMLTextAreaElement>("textarea[data-prompt]")?.value ?? "";
    writeDraft(key, typed || readDraft(from));
    writeDraft(from, "");
  }, [key]);
  return key;
}
