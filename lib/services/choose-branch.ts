import "server-only";
import { childrenByParent, newestLeafUnder } from "@/lib/conversation/tree";
import { getConversation, setActiveLeaf } from "@/lib/db/conversations";
import { listTreeNodes } from "@/lib/db/messages";

/** Makes the branch through this message the active one, down to its newest leaf. @throws AppError not_found */
export async function chooseBranch(input: {
  userId: string;
  conversationId: string;
  leafId: string;
}): Promise<{ activeLeafId: string }> {
  await getConversation(input);
  const children = childrenByParent(await listTreeNodes(input.conversationId));
  const activeLeafId = newestLeafUnder(children, input.leafId);
  await setActiveLeaf({ ...input, leafId: activeLeafId });
  return { activeLeafId };
}
