import { conversationParams, forkBody } from "@/lib/contract/messages";
import { Created, route } from "@/lib/http/route";
import { forkConversation } from "@/lib/services/fork-conversation";

export const POST = route(
  { params: conversationParams, body: forkBody },
  async ({ user, params, body }) => new Created(await forkConversation({ userId: user.id, ...params, ...body })),
);
