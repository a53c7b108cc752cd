import { useEffect, useSyncExternalStore } from "react";

let inUse: string | null = null;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function say(connectionId: string | null): void {
  inUse = connectionId;
  for (const listener of listeners) listener();
}

/** The connection that the open page's next message goes to; null = no page has said so. */
export function useConnectionInUse(): string | null {
  return useSyncExternalStore(
    subscribe,
    () => inUse,
    () => null,
  );
}

/** Tells the rest of the window, the sidebar's foot for one, where the next message goes. */
export function useSayConnection(connectionId: string | undefined): void {
  useEffect(() => {
    say(connectionId ?? null);
    return () => say(null);
  }, [connectionId]);
}
