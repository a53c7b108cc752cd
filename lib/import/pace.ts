/** A place to let others run: waits for the next turn of the event loop when this work has taken its share of the current one. */
export type Pause = () => Promise<void> | undefined;

/** `sliceMs` is how long one stretch of work may take; a single step is never cut, so steps have to be small. */
export function createPace(sliceMs = 10): Pause {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
