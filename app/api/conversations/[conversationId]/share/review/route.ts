import { conversationParams } from "@/lib/contract/messages";
import { reviewQuery } from "@/lib/contract/shares";
import { route } from "@/lib/http/route";
import { reviewShare } from "@/lib/services/review-share";

export const GET = route({ params: conversationParams, query: reviewQuery }, ({ user, params, query }) =>
  reviewShare({ userId: user.id, ...params, ...query }),
);
