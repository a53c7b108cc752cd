import "server-only";
import { listRunningAnswers } from "@/lib/db/completions";
import { followOwner as follow } from "@/lib/stream/owner-feed";

/** What runs for a person, then what changes: for the sidebar and the open conversation of every tab and device. */
export function followOwner({ userId }: { userId: string }): ReadableStream<Uint8Array> {
  return follow(userId, async () => ({ type: "running", answers: await listRunningAnswers(userId) }));
}
