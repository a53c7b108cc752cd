/** Boot: a bad environment stops the server with its name; the rest goes on in the background until `ready` answers 200. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { env } = await import("./lib/config/env");
  const { boot } = await import("./lib/services/boot");
  try {
    env();
  } catch (error) {
    // Next would answer every request with this error instead.
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  await offerDrain();
  void boot();
}

/** The process that hosts this bundle takes the signals, and ends what runs in it through this (scripts/lib/orderly-end.mjs). */
async function offerDrain(): Promise<void> {
  const { drain } = await import("./lib/services/drain");
  Object.assign(globalThis, { verbatimDrain: drain });
}
