import { pause } from "@/lib/client/pause";

const everyMs = 2000;

/**
 * Reads the stored text now and then: what is between this page and the server holds the stream back, and the person should see
 * something. Ends when `look` says that there is no more need.
 */
export async function pollStored(look: () => Promise<"again" | "over">, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await look()) === "again") await pause(everyMs, signal);
}
