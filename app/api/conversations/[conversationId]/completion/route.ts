import { completionQuery, conversationParams, followQuery } from "@/lib/contract/messages";
import { route, streamResponse } from "@/lib/http/route";
import { followCompletion } from "@/lib/services/follow-completion";
import { stopCompletion } from "@/lib/services/stop-completion";

export const GET = route(
  { params: conversationParams, query: followQuery },
  async ({ user, params, query, request }) => {
    const { message: messageId, after } = query;
    const stream = await followCompletion({ userId: user.id, ...params, messageId, after, signal: request.signal });
    return stream === null ? undefined : streamResponse(stream, user);
  },
);

export const DELETE = route({ params: conversationParams, query: completionQuery }, async ({ user, params, query }) => {
  await stopCompletion({ userId: user.id, ...params, messageId: query.message });
  return new Response(null, { status: 202 });
});
