import { shareListQuery } from "@/lib/contract/shares";
import { publicOrigin } from "@/lib/http/public-origin";
import { route } from "@/lib/http/route";
import { listShares } from "@/lib/services/list-shares";

export const GET = route({ query: shareListQuery }, ({ user, query, request }) =>
  listShares({ userId: user.id, conversationId: query.conversation, origin: publicOrigin(request) }),
);
