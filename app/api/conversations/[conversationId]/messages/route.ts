import { conversationParams, sendMessageBody } from "@/lib/contract/messages";
import { route, streamResponse } from "@/lib/http/route";
import { sendMessage } from "@/lib/services/send-message";

export const POST = route(
  { params: conversationParams, body: sendMessageBody },
  async ({ user, params, body, request, requestId }) =>
    streamResponse(await sendMessage({ userId: user.id, ...params, ...body, requestId, signal: request.signal }), user),
);
