import { useSyncExternalStore } from "react";
import type { ConversationState } from "@/components/conversation/conversation-state";
import type { Ended } from "./ended";
import type { Lane } from "./lane";

/** What one part of the page needs of a lane: with the rest of it, nothing is drawn anew. `select` gives the same value for the same state. */
export function useLane<T>({ store }: Lane, select: (state: ConversationState) => T): T {
  const read = () => select(store.read());
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The same of all lanes, as one text. */
export function useLanes(lanes: readonly Lane[], select: (state: ConversationState) => string | number): string {
  const subscribe = (listener: () => void) => {
    const leave = lanes.map(({ store }) => store.subscribe(listener));
    return () => {
      for (const each of leave) each();
    };
  };
  const read = () => lanes.map(({ store }) => select(store.read())).join(" ");
  return useSyncExternalStore(subscribe, read, read);
}

/** What the figures are of, lane by lane. */
export const useEnded = ({ subscribe, read }: Ended) => useSyncExternalStore(subscribe, read, read);
