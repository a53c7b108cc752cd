import "server-only";
import type { Frame } from "./frames";

export interface Clock {
  /** milliseconds */
  now: () => number;
  /** Resolves after `ms`, at once when the signal aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const stop = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      }, ms);
      signal.addEventListener("abort", stop, { once: true });
    }),
};

/**
 * The frames as a response body at their own pace. Due times are counted from the start, so coarse timers do not slow a fast script.
 * An abort errors the body with the signal's reason, as `fetch` does; a cancelled reader ends it.
 */
export function streamBody(
  frames: Iterator<Frame, void>,
  clock: Clock,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const cancelled = new AbortController();
  const ended = AbortSignal.any([signal, cancelled.signal]);
  let dueMs = clock.now();

  return new ReadableStream<Uint8Array>({
    start(controller) {
      const abort = () => {
        if (!cancelled.signal.aborted) controller.error(signal.reason);
      };
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
      cancelled.signal.addEventListener("abort", () => signal.removeEventListener("abort", abort), { once: true });
    },
    async pull(controller) {
      const next = frames.next();
      if (next.done) {
        cancelled.abort();
        controller.close();
        return;
      }
      // Never resolves: an abort errors the stream from outside, a cancel drops it.
      if (next.value === "hang") return new Promise<void>(() => {});
      dueMs += next.value.waitMs;
      const restMs = dueMs - clock.now();
      if (restMs > 0) await clock.sleep(restMs, ended);
      if (!ended.aborted) controller.enqueue(next.value.bytes);
    },
    cancel() {
      cancelled.abort();
    },
  });
}
