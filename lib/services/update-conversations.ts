import "server-only";
import { type ConversationSet, updateSet } from "@/lib/db/conversation-sets";
import { requireProject } from "@/lib/db/projects";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Archives several or brings them back, or moves them to a project. @throws AppError not_found when none is left, also for a foreign project */
export async function updateConversations(
  input: ConversationSet & { projectId?: string | null | undefined; archived?: boolean | undefined },
): Promise<void> {
  const { userId, projectId, archived } = input;
  if (typeof projectId === "string") await requireProject({ userId, projectId });
  const found = await updateSet(input, {
    ...(projectId === undefined ? {} : { projectId }),
    ...(archived === undefined ? {} : { archived }),
  });
  for (const conversationId of found) tellOwner(userId, { type: "conversation-changed", conversationId });
}
