import { useEffect, useState, useSyncExternalStore } from "react";
import type { ConversationPageView } from "@/lib/conversation/message";
import { ConversationController } from "./conversation-controller";
import type { ConversationState } from "./conversation-state";

/** One conversation on the page. The AI SDK behind it is fetched when it is first needed (answering.ts). */
export function useConversation(initial: ConversationPageView | null): {
  state: ConversationState;
  controller: ConversationController;
} {
  const [controller] = useState(() => new ConversationController(initial));
  const { store } = controller;
  const state = useSyncExternalStore(store.subscribe, store.read, store.read);
  useEffect(() => {
    controller.attach();
    return () => controller.detach();
  }, [controller]);
  return { state, controller };
}
