import "server-only";
import { env } from "@/lib/config/env";
import { deleteBelongings, deleteUser, listRunningOf } from "@/lib/db/delete-owner";
import { stopCompletions } from "./stop-running";

/**
 * All that belongs to a person: running answers are stopped first, in whichever process, then conversations and connections go. With
 * accounts the person goes too; the owner of a solo installation stays, and begins anew.
 */
export async function deleteEverything({ userId }: { userId: string }): Promise<void> {
  stopCompletions(await listRunningOf(userId));
  await deleteBelongings(userId);
  if (env().AUTH_MODE === "team") await deleteUser(userId);
}
