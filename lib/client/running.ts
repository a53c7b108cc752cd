/** Which conversations this tab sees running, for the marks in the sidebar: id → when it began (epoch ms). */
let running: ReadonlyMap<string, number> = new Map();
const listeners = new Set<() => void>();

export function markRunning(conversationId: string, startedAt: number): void {
  if (running.has(conversationId)) return;
  change((next) => next.set(conversationId, startedAt));
}

export function markIdle(conversationId: string): void {
  if (running.has(conversationId)) change((next) => next.delete(conversationId));
}

function change(edit: (next: Map<string, number>) => void): void {
  const next = new Map(running);
  edit(next);
  running = next;
  for (const listener of listeners) listener();
}

export const runningStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => running,
};
