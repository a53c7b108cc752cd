import "server-only";
import type { BranchFigures } from "@/lib/contract/branch-figures";
import { sumBranch } from "@/lib/db/branch-figures";
import { findNewestLeaf } from "@/lib/db/branches";
import { getConversation } from "@/lib/db/conversations";

/** Of the branch through this message, or of the active one when there is none such. @throws AppError not_found */
export async function showBranchFigures(input: {
  userId: string;
  conversationId: string;
  messageId?: string | undefined;
}): Promise<BranchFigures> {
  const { id: conversationId, activeLeafId } = await getConversation(input);
  const through = input.messageId === undefined ? null : await findNewestLeaf(conversationId, input.messageId);
  const leafId = through ?? activeLeafId;
  return leafId === null ? { messages: 0, cost: null, unreported: 0 } : sumBranch({ conversationId, leafId });
}
