import "server-only";
import type { ConversationPage } from "@/lib/contract/conversations";
import { listConversations as listPage } from "@/lib/db/conversations";

/** One page of the sidebar, newest activity first. */
export async function listConversations(input: {
  userId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}): Promise<ConversationPage> {
  return listPage({
    userId: input.userId,
    limit: input.limit ?? 50,
    ...(input.cursor === undefined ? {} : { cursor: input.cursor }),
  });
}
