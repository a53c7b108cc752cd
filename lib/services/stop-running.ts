import "server-only";
import { listRunningIn } from "@/lib/db/completions";
import { bus } from "@/lib/stream/bus";
import { stopChannel } from "@/lib/stream/control";
import { findRunning } from "@/lib/stream/running";

/** Ends these answers, in whichever process they run. Where Redis is away, the other one misses the row with its next sign of life. */
export function stopCompletions(ids: readonly string[]): void {
  for (const id of ids) {
    const here = findRunning(id);
    if (here) here.stop();
    else bus().publish(stopChannel, id);
  }
}

/** Ends what runs in a conversation. */
export async function stopRunningIn(owned: { userId: string; conversationId: string }): Promise<void> {
  stopCompletions(await listRunningIn(owned));
}
