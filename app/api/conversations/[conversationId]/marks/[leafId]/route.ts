import { markBody, markParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { markBranch } from "@/lib/services/mark-branch";

export const PUT = route({ params: markParams, body: markBody }, ({ user, params, body }) =>
  markBranch({ userId: user.id, ...params, ...body }),
);
