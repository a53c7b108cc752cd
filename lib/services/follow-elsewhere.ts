import "server-only";
import { log } from "@/lib/config/log";
import { listStillRunning } from "@/lib/db/completions";
import type { CompletionLog } from "@/lib/stream/completion-log";
import { endReplica, hasReplicas, listQuietReplicas, openReplica } from "@/lib/stream/replicas";

/** A stream without a word for so long is looked up in the database, as often as that. */
const quietMs = 3_000;
let watch: NodeJS.Timeout | null = null;

/** The log of a completion that runs, or ran a moment ago, in another process; null when it cannot be followed from here. */
export async function followElsewhere(completion: { id: string; status: string }): Promise<CompletionLog | null> {
  const replica = await openReplica(completion.id, { isRunning: completion.status === "running" });
  if (replica) watch ??= setInterval(endAbandoned(), quietMs).unref();
  return replica;
}

/** What died, or ended while Redis was away, writes no last frame: its readers are sent to what is stored. */
function endAbandoned(): () => Promise<void> {
  let suspects = new Set<string>();
  return async () => {
    if (!hasReplicas() && watch) {
      clearInterval(watch);
      watch = null;
    }
    const quiet = listQuietReplicas(quietMs);
    if (quiet.length === 0) return suspects.clear();
    try {
      const running = new Set(await listStillRunning(quiet));
      const ended = quiet.filter((id) => !running.has(id));
      // Seen twice: the last frames of one that has just ended may be on their way.
      for (const id of ended) if (suspects.has(id)) endReplica(id);
      suspects = new Set(ended);
    } catch (error) {
      log().warn({ err: error }, "the database does not say what still runs");
    }
  };
}
