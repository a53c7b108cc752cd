import { useState } from "react";
import { callApi } from "@/lib/client/api";
import { choiceCookie, writeCookie } from "@/lib/client/cookies";
import type { Choice } from "./choice";
import { useSayConnection } from "./connection-in-use";

let picked: Choice | null = null;

/** The model picked last on this page load; settings stay with the conversation they were made for. */
export function lastPicked(): Choice | null {
  return picked && { ...picked, settings: {} };
}

/** What the next message uses. A change is kept with the conversation, and remembered for the next new one. */
export function useChoice(first: Choice, conversationId: string | null) {
  const [choice, setState] = useState(first);
  useSayConnection(choice.connectionId);
  const setChoice = (next: Choice) => {
    setState(next);
    picked = next;
    const { connectionId, model, settings } = next;
    if (connectionId && model) writeCookie(choiceCookie, `${connectionId} ${model}`);
    // every message names its model too, so a failure here loses nothing
    if (conversationId)
      void callApi("PATCH", `/api/conversations/${conversationId}`, { connectionId, model, settings }).catch(() => {});
  };
  return { choice, setChoice };
}
