import { comparisonQuery } from "@/lib/contract/comparison";
import { conversationParams } from "@/lib/contract/messages";
import { route } from "@/lib/http/route";
import { openComparison } from "@/lib/services/open-comparison";

export const GET = route({ params: conversationParams, query: comparisonQuery }, ({ user, params, query }) =>
  openComparison({ userId: user.id, ...params, answerIds: query.answers }),
);
