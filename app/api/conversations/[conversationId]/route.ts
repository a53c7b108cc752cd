import { conversationQuery, updateConversationBody } from "@/lib/contract/conversations";
import { conversationParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { deleteConversation } from "@/lib/services/delete-conversation";
import { openConversation, openTree } from "@/lib/services/open-conversation";
import { updateConversation } from "@/lib/services/update-conversation";

export const GET = route({ params: conversationParams, query: conversationQuery }, ({ user, params, query }) =>
  query.tree === "1"
    ? openTree({ userId: user.id, ...params })
    : openConversation({ userId: user.id, ...params, messageId: query.message }),
);

export const PATCH = route({ params: conversationParams, body: updateConversationBody }, ({ user, params, body }) =>
  updateConversation({ userId: user.id, ...params, ...body }),
);

export const DELETE = route({ params: conversationParams }, ({ user, params }) =>
  deleteConversation({ userId: user.id, ...params }),
);
