import { exportQuery } from "@/lib/contract/conversations";
import { conversationParams } from "@/lib/contract/messages";
import { attachment, route } from "@/lib/http/route";
import { exportJson, exportMarkdown } from "@/lib/services/export-conversation";

export const GET = route({ params: conversationParams, query: exportQuery }, async ({ user, params, query }) => {
  const owned = { userId: user.id, ...params };
  return query.format === "json"
    ? attachment(
        JSON.stringify(await exportJson(owned)),
        "application/json",
        `conversation-${params.conversationId}.json`,
      )
    : attachment(
        await exportMarkdown(owned),
        "text/markdown; charset=utf-8",
        `conversation-${params.conversationId}.md`,
      );
});
