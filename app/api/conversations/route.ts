import {
  conversationIdsBody,
  createConversationBody,
  listConversationsQuery,
  updateConversationsBody,
} from "@/lib/contract/conversations";
import { Created, route } from "@/lib/http/route";
import { createConversation } from "@/lib/services/create-conversation";
import { deleteConversations } from "@/lib/services/delete-conversations";
import { listConversations } from "@/lib/services/list-conversations";
import { updateConversations } from "@/lib/services/update-conversations";

export const GET = route({ query: listConversationsQuery }, ({ user, query }) =>
  listConversations({ userId: user.id, ...query }),
);

export const POST = route(
  { body: createConversationBody },
  async ({ user, body }) => new Created(await createConversation({ userId: user.id, ...body })),
);

export const PATCH = route({ body: updateConversationsBody }, ({ user, body }) =>
  updateConversations({ userId: user.id, ...body }),
);

export const DELETE = route({ body: conversationIdsBody }, ({ user, body }) =>
  deleteConversations({ userId: user.id, ...body }),
);
