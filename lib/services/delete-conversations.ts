import "server-only";
import { limits } from "@/lib/config/limits";
import { type ConversationSet, hideSet } from "@/lib/db/conversation-sets";
import { tellOwner } from "@/lib/stream/owner-feed";
import { stopRunningIn } from "./stop-running";

/** Hides several at once, and ends what runs in them; for `undoMs` they can be brought back. @throws AppError not_found when none is left */
export async function deleteConversations(set: ConversationSet): Promise<{ undoMs: number }> {
  const { userId } = set;
  // Hidden first: what is sent from then on is refused, so that nothing begins to run behind us.
  for (const conversationId of await hideSet(set)) {
    await stopRunningIn({ userId, conversationId });
    tellOwner(userId, { type: "conversation-deleted", conversationId });
  }
  return { undoMs: limits.undoMs };
}
