import "server-only";
import { conversationToMarkdown } from "@/lib/conversation/export-markdown";
import { listExportedCalls } from "@/lib/db/export";
import { openConversation, openTree } from "./open-conversation";

interface Owned {
  userId: string;
  conversationId: string;
}

/** The version of the JSON export's shape (docs/api.md). */
export const exportVersion = 2;

/** The whole tree by `seq`, each model call with what was sent and what came back, verbatim. @throws AppError not_found */
export async function exportJson(owned: Owned): Promise<object> {
  const conversation = await openTree(owned);
  const calls = await listExportedCalls(owned.conversationId);
  const byId = new Map(calls.map((call) => [call.id, call]));
  return {
    format: "verbatim-conversation",
    version: exportVersion,
    ...conversation,
    messages: conversation.messages.map((message) =>
      message.completion === null
        ? message
        : {
            ...message,
            completion: {
              ...message.completion,
              calls: message.completion.calls.map((call) => ({ ...call, ...byId.get(call.id) })),
            },
          },
    ),
  };
}

/** The active branch as Markdown. @throws AppError not_found */
export async function exportMarkdown(owned: Owned): Promise<string> {
  return conversationToMarkdown(await openConversation(owned));
}
