import { tagConversationsBody, tagParams } from "@/lib/contract/tags";
import { route } from "@/lib/http/route";
import { tagConversations } from "@/lib/services/tag-conversations";

export const PUT = route({ params: tagParams, body: tagConversationsBody }, ({ user, params, body }) =>
  tagConversations({ userId: user.id, ...params, ...body }),
);
