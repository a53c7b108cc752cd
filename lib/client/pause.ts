/** Waits before another try; shorter when the network comes back or `signal` says that there is no more to wait for. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal?.addEventListener("abort", done, { once: true });
    if (signal?.aborted) done();
  });
}

/** 0.5, 1, 2, 4, 8, 8 … seconds */
export const retryDelayMs = (attempt: number): number => Math.min(500 * 2 ** attempt, 8000);
