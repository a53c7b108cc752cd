import "server-only";
import { env } from "@/lib/config/env";
import { deleteBelongings, deleteUser, listRunningOf } from "@/lib/db/delete-owner";
import { bus } from "@/lib/stream/bus";
import { stopChannel } from "@/lib/stream/control";
import { findRunning } from "@/lib/stream/running";

/**
 * All that belongs to a person: running answers are stopped first, in whichever process, then conversations and connections go. With
 * accounts the person goes too; the owner of a solo installation stays, and begins anew.
 */
export async function deleteEverything({ userId }: { userId: string }): Promise<void> {
  for (const id of await listRunningOf(userId)) {
    const here = findRunning(id);
    if (here) here.stop();
    else bus().publish(stopChannel, id);
  }
  await deleteBelongings(userId);
  if (env().AUTH_MODE === "team") await deleteUser(userId);
}
