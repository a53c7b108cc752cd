import "server-only";
import { type OwnedTag, setTagged } from "@/lib/db/tags";
import { AppError } from "@/lib/errors/app-error";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Gives a tag to conversations, or takes it away; what is gone meanwhile is passed over. @throws AppError not_found when none is left, or no such tag */
export async function tagConversations(input: OwnedTag & { ids: string[]; tagged: boolean }): Promise<void> {
  const { ids, tagged, ...owned } = input;
  const found = await setTagged(owned, ids, tagged);
  if (found.length === 0)
    throw new AppError("not_found", { detail: `tag ${owned.tagId}, or ${ids.length} conversations` });
  for (const conversationId of found) tellOwner(owned.userId, { type: "conversation-changed", conversationId });
}
