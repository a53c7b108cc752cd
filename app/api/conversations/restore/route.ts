import { conversationIdsBody } from "@/lib/contract/conversations";
import { route } from "@/lib/http/route";
import { restoreConversations } from "@/lib/services/restore-conversations";

export const POST = route({ body: conversationIdsBody }, ({ user, body }) =>
  restoreConversations({ userId: user.id, ...body }),
);
