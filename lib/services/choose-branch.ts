import "server-only";
import { findNewestLeaf } from "@/lib/db/branches";
import { getConversation, setActiveLeaf } from "@/lib/db/conversations";

/** Makes the branch through this message the active one, down to its newest leaf. @throws AppError not_found */
export async function chooseBranch(input: {
  userId: string;
  conversationId: string;
  leafId: string;
}): Promise<{ activeLeafId: string }> {
  await getConversation(input);
  // one that does not exist is refused where it would be stored
  const activeLeafId = (await findNewestLeaf(input.conversationId, input.leafId)) ?? input.leafId;
  await setActiveLeaf({ ...input, leafId: activeLeafId });
  return { activeLeafId };
}
