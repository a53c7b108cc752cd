import "server-only";
import { getConversation, deleteConversation as remove } from "@/lib/db/conversations";
import { retried } from "@/lib/db/database-errors";
import { AppError } from "@/lib/errors/app-error";
import { tellOwner } from "@/lib/stream/owner-feed";
import { stopRunningIn } from "./stop-running";

/** Ends what runs in it, in whichever process, then removes it with everything in it. @throws AppError not_found */
export async function deleteConversation(owned: { userId: string; conversationId: string }): Promise<void> {
  await getConversation(owned);
  await stopRunningIn(owned);
  // The end of an answer may be stored in the same moment, and the two meet in the middle.
  await retried(async (attempt) => {
    await remove(owned).catch((error: unknown) => {
      const wasDone = attempt > 0 && error instanceof AppError && error.code === "not_found";
      if (!wasDone) throw error;
    });
  });
  tellOwner(owned.userId, { type: "conversation-deleted", conversationId: owned.conversationId });
}
