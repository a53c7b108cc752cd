import "server-only";
import { exportFormat, exportVersion } from "@/lib/contract/import";
import { conversationToMarkdown } from "@/lib/conversation/export-markdown";
import type { CallView, MessageView } from "@/lib/conversation/message";
import { withSnapshot } from "@/lib/db/client";
import { type ExportedCall, type ExportedMessageFacts, getExportedFacts, listExportedCalls } from "@/lib/db/export";
import { openConversation, openTree } from "./open-conversation";

interface Owned {
  userId: string;
  conversationId: string;
}

/**
 * The whole tree by `seq`, each model call with what was sent and what came back, verbatim; import-conversation.ts takes it back. As of one
 * moment: an answer that ends meanwhile is in the file as one that runs, or as one that is over, with everything.
 * @throws AppError not_found
 */
export function exportJson(owned: Owned): Promise<object> {
  return withSnapshot(() => readExport(owned));
}

async function readExport(owned: Owned): Promise<object> {
  const { version: _, ...conversation } = await openTree(owned);
  const [calls, facts] = await Promise.all([
    listExportedCalls(owned.conversationId),
    getExportedFacts(owned.conversationId),
  ]);
  const { messages, ...others } = facts;
  const byId = new Map(calls.map((call) => [call.id, call]));
  return {
    format: exportFormat,
    version: exportVersion,
    ...conversation,
    ...others,
    messages: conversation.messages.map((message) => exportedMessage(message, messages.get(message.id), byId)),
  };
}

function exportedMessage(
  message: MessageView,
  facts: ExportedMessageFacts | undefined,
  calls: ReadonlyMap<string, ExportedCall>,
): object {
  const { completion } = message;
  // A call that ran when the tree was read may be over by now: it stays one that runs, nothing half-told.
  const exportedCall = (call: CallView) => (call.outcome === "running" ? call : { ...call, ...calls.get(call.id) });
  return {
    ...message,
    editedFromId: facts?.editedFromId ?? null,
    continuesId: facts?.continuesId ?? null,
    parts: message.parts.map((part, index) => ({ ...part, callId: facts?.partCallIds[index] ?? null })),
    completion: completion && {
      ...completion,
      requestedSettings: facts?.completion?.requestedSettings ?? completion.settings,
      endedAt: facts?.completion?.endedAt ?? null,
      calls: completion.calls.map(exportedCall),
    },
  };
}

/** The active branch as Markdown. @throws AppError not_found */
export async function exportMarkdown(owned: Owned): Promise<string> {
  return conversationToMarkdown(await withSnapshot(() => openConversation(owned)));
}
