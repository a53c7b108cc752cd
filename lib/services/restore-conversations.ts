import "server-only";
import { type ConversationSet, unhideSet } from "@/lib/db/conversation-sets";
import { tellOwner } from "@/lib/stream/owner-feed";
import { indexRest } from "./search-index";

/** Brings back what was deleted with others. @throws AppError not_found when all of them are gone for good */
export async function restoreConversations(set: ConversationSet): Promise<void> {
  const found = await unhideSet(set);
  void indexRest();
  for (const conversationId of found) tellOwner(set.userId, { type: "conversation-changed", conversationId });
}
