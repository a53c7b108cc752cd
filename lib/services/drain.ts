import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { beginStopping } from "@/lib/config/readiness";
import { endOwnerFeeds } from "@/lib/stream/owner-feed";
import { listRunning } from "@/lib/stream/running";

/** How long the ends of interrupted answers may take to be stored; a database that is away must not hold the server for ever. */
const handOverMs = 5_000;
const lookEveryMs = 25;

export interface Drain {
  /** answers that run at this moment */
  running: number;
  /** nothing runs any more, and how everything ended is stored */
  done: Promise<void>;
  /** hands over now what still runs */
  hurry: () => void;
}

/**
 * The orderly end: no new answer begins; those that run go on until they end, for DRAIN_SECONDS at most. What is left then is handed to
 * the stored text: its upstream is closed and everything that came is stored by the ordinary end of a completion, as `interrupted`.
 */
export function drain(): Drain {
  beginStopping();
  const running = listRunning().length;
  const patience = new AbortController();
  const done = (async () => {
    const until = performance.now() + env().DRAIN_SECONDS * 1000;
    await whileRunning(until, patience.signal);
    const left = listRunning().length;
    const hardEnd = performance.now() + handOverMs;
    await whileRunning(hardEnd, null, () => {
      // Again and again: one more may have been on its way to the database when the signal came.
      for (const completion of listRunning()) completion.interrupt();
    });
    endOwnerFeeds();
    log().info({ running, handedOver: left, lost: listRunning().length }, "answers ended before the stop");
  })();
  return { running, done, hurry: () => patience.abort() };
}

async function whileRunning(until: number, signal: AbortSignal | null, each = () => {}): Promise<void> {
  while (listRunning().length > 0 && performance.now() < until && !signal?.aborted) {
    each();
    await wait(lookEveryMs);
  }
}
