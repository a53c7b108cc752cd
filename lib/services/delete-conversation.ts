import "server-only";
import { getConversation, deleteConversation as remove } from "@/lib/db/conversations";
import { tellOwner } from "@/lib/stream/owner-feed";
import { listRunningIn } from "@/lib/stream/running";

/** Ends what runs in it, then removes it with everything in it. @throws AppError not_found */
export async function deleteConversation(owned: { userId: string; conversationId: string }): Promise<void> {
  await getConversation(owned);
  for (const running of listRunningIn(owned.conversationId)) running.stop();
  await remove(owned);
  tellOwner(owned.userId, { type: "conversation-deleted", conversationId: owned.conversationId });
}
