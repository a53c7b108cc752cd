import "server-only";

/** Waits, unless the signal ends it at once. @returns whether the time is over */
export function wait(ms: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  if (ms <= 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const over = (isOver: boolean) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      resolve(isOver);
    };
    const onAbort = () => over(false);
    const timer = setTimeout(() => over(true), ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}
