import { branchBody, conversationParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { chooseBranch } from "@/lib/services/choose-branch";

export const PUT = route({ params: conversationParams, body: branchBody }, ({ user, params, body }) =>
  chooseBranch({ userId: user.id, ...params, ...body }),
);
