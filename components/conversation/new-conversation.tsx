"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Choice } from "@/components/composer/choice";
import { lastPicked } from "@/components/composer/use-choice";
import { useShell } from "@/components/shell/shell-context";
import { Conversation } from "./conversation";
import { conversationPartsStore } from "./preload-answering";

/**
 * The page `/`. With its first message it becomes /c/{id} in place: the address changes, nothing is mounted again.
 * The router still holds `/` for that history entry, so coming back to it by the browser's buttons is taken care of here.
 */
export function NewConversation({ choice, isPracticeOnly }: { choice: Choice; isPracticeOnly: boolean }) {
  const { freshKey, makeFresh, isNewPage } = useShell();
  const router = useRouter();
  const parts = useSyncExternalStore(conversationPartsStore.subscribe, conversationPartsStore.read, () => null);
  const isOld = useSyncExternalStore(conversationPartsStore.subscribe, conversationPartsStore.isGone, () => false);
  const createdId = useRef<{ key: number; id: string } | null>(null);

  useEffect(() => {
    isNewPage.current = true;
    return () => {
      isNewPage.current = false;
    };
  }, [isNewPage]);

  useEffect(() => {
    const onPopState = () => {
      const shown = createdId.current?.key === freshKey ? createdId.current.id : null;
      const asked = /^\/c\/([^/]+)$/.exec(location.pathname)?.[1] ?? null;
      if (asked && asked !== shown) router.replace(location.pathname + location.search);
      if (!asked && shown && location.pathname === "/") makeFresh();
    };
    window.addEventListener("popstate", onPopState);
    return () => window.removeEventListener("popstate", onPopState);
  }, [freshKey, makeFresh, router]);

  return (
    <Conversation
      key={freshKey}
      initial={null}
      parts={parts}
      isOld={isOld}
      choice={freshKey === 0 ? choice : (lastPicked() ?? choice)}
      isPracticeOnly={isPracticeOnly}
      onCreated={(id) => {
        createdId.current = { key: freshKey, id };
        history.replaceState(null, "", `/c/${id}`);
      }}
    />
  );
}
