import { conversationParams } from "@/lib/contract/messages";
import { replayQuery } from "@/lib/contract/replay";
import { route } from "@/lib/http/route";
import { showReplay } from "@/lib/services/show-replay";

export const GET = route({ params: conversationParams, query: replayQuery }, ({ user, params, query }) =>
  showReplay({ userId: user.id, ...params, messageId: query.message }),
);
