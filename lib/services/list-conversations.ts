import "server-only";
import type { ConversationPage } from "@/lib/contract/conversations";
import { listConversationsById, listConversations as listPage } from "@/lib/db/conversation-list";

interface ListConversationsInput {
  userId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
  archived?: "0" | "1" | undefined;
  ids?: string[] | undefined;
}

/** One page of the sidebar or of the archive; with ids these ones alone, in no order. */
export async function listConversations({
  userId,
  cursor,
  limit = 50,
  archived,
  ids,
}: ListConversationsInput): Promise<ConversationPage> {
  if (ids) return { conversations: await listConversationsById(userId, ids), nextCursor: null };
  return listPage({ userId, cursor, limit, isArchived: archived === "1" });
}
