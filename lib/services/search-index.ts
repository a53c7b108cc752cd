import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { log } from "@/lib/config/log";
import { countTodo, indexTodo } from "@/lib/db/search-todo";

interface Pending {
  ids: Set<string>;
  timer: NodeJS.Timeout | null;
  running: Promise<void>;
}

// Instrumentation and route handlers are separate module graphs in one process.
const shared = globalThis as typeof globalThis & { verbatimSearchIndex?: Pending; verbatimBackfill?: Promise<void> };
const pending = (): Pending =>
  (shared.verbatimSearchIndex ??= { ids: new Set(), timer: null, running: Promise.resolve() });

/** Not at once: the first token comes first, and the questions of one moment are indexed together. */
const delayMs = 250;
const sliceSize = 25;
const progressEveryMs = 5_000;

/** Makes a question findable a moment later. Lost with the process, it is found again at the next start: it stands in `search_todo`. */
export function indexSoon(messageId: string): void {
  const state = pending();
  state.ids.add(messageId);
  state.timer ??= setTimeout(() => void indexPending(), delayMs);
  state.timer.unref();
}

function indexPending(): Promise<void> {
  const state = pending();
  if (state.timer) clearTimeout(state.timer);
  state.timer = null;
  state.running = state.running.then(async () => {
    while (state.ids.size > 0) {
      const ids = [...state.ids].slice(0, sliceSize);
      for (const id of ids) state.ids.delete(id);
      await indexTodo(ids, sliceSize).catch((error: unknown) =>
        log().warn({ err: error, messages: ids.length }, "questions not in the search index yet"),
      );
    }
  });
  return state.running;
}

/** Resolves when all that was sent through this process before can be found. */
export function recentlyIndexed(): Promise<void> {
  const { ids, running } = pending();
  return ids.size > 0 ? indexPending() : running;
}

/** Makes everything findable that is not yet, in slices, while the server serves: after an update, an import or a crash. */
export function indexRest(): Promise<void> {
  const previous = shared.verbatimBackfill ?? Promise.resolve();
  shared.verbatimBackfill = previous
    .then(drain)
    .catch((error: unknown) => log().warn({ err: error }, "the search index is not complete yet"));
  return shared.verbatimBackfill;
}

async function drain(): Promise<void> {
  let done = 0;
  let told = Date.now();
  let left = await countTodo();
  if (left === 0) return;
  for (;;) {
    const count = await indexTodo(null, sliceSize);
    done += count;
    if (count < sliceSize) break;
    if (Date.now() - told > progressEveryMs) {
      told = Date.now();
      left = await countTodo();
      log().info({ indexed: done, left }, "indexing for the search");
    }
    // Running answers share this thread.
    await wait(2);
  }
  log().info({ indexed: done }, "the search index is complete");
}
