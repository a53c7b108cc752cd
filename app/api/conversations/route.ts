import { createConversationBody, listConversationsQuery } from "@/lib/contract/conversations";
import { Created, route } from "@/lib/http/route";
import { createConversation } from "@/lib/services/create-conversation";
import { listConversations } from "@/lib/services/list-conversations";

export const GET = route({ query: listConversationsQuery }, ({ user, query }) =>
  listConversations({ userId: user.id, ...query }),
);

export const POST = route(
  { body: createConversationBody },
  async ({ user, body }) => new Created(await createConversation({ userId: user.id, ...body })),
);
