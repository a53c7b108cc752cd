import "server-only";
import type { OwnerEvent } from "@/lib/contract/events";
import { bus } from "./bus";

const keepAlive = Buffer.from(": keep-alive\n\n");
const keepAliveMs = 15_000;
/** Events a reader may lie behind. Beyond that it is let go: when it comes back it looks at everything anyway. */
const queueEvents = 256;

const channelOf = (userId: string) => `owner:${userId}`;
const frameOf = (event: OwnerEvent) => Buffer.from(`data: ${JSON.stringify(event)}\n\n`);

/** Says to every page of a person what has changed. Waits for nobody. */
export function tellOwner(userId: string, event: OwnerEvent): void {
  bus().publish(channelOf(userId), JSON.stringify(event));
}

// Route handlers and instrumentation are separate module graphs in one process.
const shared = globalThis as typeof globalThis & { verbatimFeeds?: Set<() => void> };
const feeds = (): Set<() => void> => (shared.verbatimFeeds ??= new Set());

/** At the end of this process: a feed has no end of its own, and would hold its server. Readers come back, to another one. */
export function endOwnerFeeds(): void {
  for (const end of [...feeds()]) end();
}

/** What `first` gives, then everything that has changed since the call. */
export function followOwner(userId: string, first: () => Promise<OwnerEvent>): ReadableStream<Uint8Array> {
  let leave = () => {};
  return new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        // What changes while the first event is made comes after it, and is not lost.
        let waiting: Buffer[] | null = [];
        const close = () => {
          leave();
          controller.close();
        };
        feeds().add(close);
        const unsubscribe = bus().subscribe(channelOf(userId), (message) => {
          const frame = Buffer.from(`data: ${message}\n\n`);
          if (waiting) waiting.push(frame);
          else if ((controller.desiredSize ?? 0) > 0) controller.enqueue(frame);
          else close();
        });
        const beat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(keepAlive);
        }, keepAliveMs);
        leave = () => {
          clearInterval(beat);
          unsubscribe();
          feeds().delete(close);
        };
        try {
          controller.enqueue(frameOf(await first()));
          for (const frame of waiting) controller.enqueue(frame);
          waiting = null;
        } catch (error) {
          leave();
          throw error;
        }
      },
      cancel: () => leave(),
    },
    { highWaterMark: queueEvents },
  );
}
