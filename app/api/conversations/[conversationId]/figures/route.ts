import { branchFiguresQuery } from "@/lib/contract/branch-figures";
import { conversationParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { showBranchFigures } from "@/lib/services/show-branch-figures";

export const GET = route({ params: conversationParams, query: branchFiguresQuery }, ({ user, params, query }) =>
  showBranchFigures({ userId: user.id, ...params, messageId: query.message }),
);
