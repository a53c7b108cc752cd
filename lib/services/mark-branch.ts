import "server-only";
import { setBranchMark } from "@/lib/db/branch-marks";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Names or stars the branch that ends with this message; without either the mark is taken off. @throws AppError not_found */
export async function markBranch(input: {
  userId: string;
  conversationId: string;
  leafId: string;
  name?: string | null | undefined;
  starred: boolean;
}): Promise<void> {
  await setBranchMark({ ...input, name: input.name ?? null });
  tellOwner(input.userId, { type: "messages-changed", conversationId: input.conversationId });
}
