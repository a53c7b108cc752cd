import { conversationParams } from "@/lib/contract/messages";
import { createShareBody } from "@/lib/contract/shares";
import { publicOrigin } from "@/lib/http/public-origin";
import { Created, route } from "@/lib/http/route";
import { createShare } from "@/lib/services/create-share";
import { shareUrl } from "@/lib/services/list-shares";

export const POST = route(
  { params: conversationParams, body: createShareBody },
  async ({ user, params, body, request }) => {
    const { token } = await createShare({ userId: user.id, ...params, share: body });
    return new Created({ id: token, url: shareUrl(publicOrigin(request), token) });
  },
);
