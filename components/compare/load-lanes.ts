import { callApi } from "@/lib/client/api";
import type { ComparisonView } from "@/lib/contract/comparison";

/** Some answers to one question, as they are stored. */
export function loadLanes(conversationId: string | null, answerIds: readonly string[]): Promise<ComparisonView> {
  return callApi("GET", `/api/conversations/${conversationId}/comparison?answers=${answerIds.join(",")}`);
}
