/** This page itself, beside the answers that the feed tells of. */
const here = "";

/** Conversation → what runs in it, an answer's id or this page → when it began (epoch ms). */
const marks = new Map<string, Map<string, number>>();
/** Which conversations are marked as running in the sidebar: id → when it began (epoch ms). */
let running: ReadonlyMap<string, number> = new Map();
const listeners = new Set<() => void>();

export function markRunning(conversationId: string, startedAt: number, answerId: string = here): void {
  const inIt = marks.get(conversationId) ?? new Map<string, number>();
  marks.set(conversationId, inIt);
  if (inIt.has(answerId)) return;
  inIt.set(answerId, startedAt);
  tell();
}

/** Without the rest: other answers may run in the same conversation. */
export function markIdle(conversationId: string, answerId: string = here): void {
  const inIt = marks.get(conversationId);
  if (!inIt?.delete(answerId)) return;
  if (inIt.size === 0) marks.delete(conversationId);
  tell();
}

/** It is gone, with all that ran in it. */
export function forgetRunning(conversationId: string): void {
  if (marks.delete(conversationId)) tell();
}

/** What runs at the moment, as the server says: ends may have been missed. */
export function markOnly(answers: readonly { conversationId: string; answerId: string; startedAt: string }[]): void {
  const told = new Set(answers.map(({ answerId }) => answerId));
  for (const [conversationId, inIt] of [...marks])
    for (const answerId of [...inIt.keys()])
      if (answerId !== here && !told.has(answerId)) markIdle(conversationId, answerId);
  for (const { conversationId, answerId, startedAt } of answers)
    markRunning(conversationId, Date.parse(startedAt), answerId);
}

function tell(): void {
  running = new Map([...marks].map(([id, inIt]) => [id, Math.min(...inIt.values())]));
  for (const listener of listeners) listener();
}

export const runningStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => running,
};
