import { conversationQuery, updateConversationBody } from "@/lib/contract/conversations";
import { conversationParams } from "@/lib/contract/messages";
import { pageMessages } from "@/lib/contract/pages";
import { route } from "@/lib/http/route";
import { deleteConversation } from "@/lib/services/delete-conversation";
import { openConversation, openPage, openTree } from "@/lib/services/open-conversation";
import { updateConversation } from "@/lib/services/update-conversation";

export const GET = route({ params: conversationParams, query: conversationQuery }, ({ user, params, query }) => {
  const owned = { userId: user.id, ...params };
  const { tree, limit, message, ...place } = query;
  if (tree === "1") return openTree(owned);
  const isPage = limit !== undefined || Object.values(place).some((value) => value !== undefined);
  return isPage
    ? openPage({ ...owned, ...place, through: message, limit: limit ?? pageMessages })
    : openConversation({ ...owned, messageId: message });
});

export const PATCH = route({ params: conversationParams, body: updateConversationBody }, ({ user, params, body }) =>
  updateConversation({ userId: user.id, ...params, ...body }),
);

export const DELETE = route({ params: conversationParams }, ({ user, params }) =>
  deleteConversation({ userId: user.id, ...params }),
);
