import "server-only";
import type { ConversationPage } from "@/lib/contract/conversations";
import { listConversationsById, listConversations as listPage } from "@/lib/db/conversation-list";
import { requireProject } from "@/lib/db/projects";
import { requireTag } from "@/lib/db/tags";

interface ListConversationsInput {
  userId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
  archived?: "0" | "1" | undefined;
  project?: string | undefined;
  tag?: string | undefined;
  ids?: string[] | undefined;
}

/** One page of the sidebar, of the archive, of a project or of a tag; with ids these ones alone, in no order. @throws AppError not_found for a foreign project or tag */
export async function listConversations({
  userId,
  cursor,
  limit = 50,
  archived,
  project,
  tag,
  ids,
}: ListConversationsInput): Promise<ConversationPage> {
  if (ids) return { conversations: await listConversationsById(userId, ids), nextCursor: null };
  if (project !== undefined) await requireProject({ userId, projectId: project });
  if (tag !== undefined) await requireTag({ userId, tagId: tag });
  return listPage({ userId, cursor, limit, isArchived: archived === "1", projectId: project, tagId: tag });
}
