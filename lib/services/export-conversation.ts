import "server-only";
import { exportFormat, exportVersion } from "@/lib/contract/import";
import { conversationToJsonLines } from "@/lib/conversation/export-jsonl";
import { conversationToMarkdown } from "@/lib/conversation/export-markdown";
import type { CallView, ConversationView, MessageView } from "@/lib/conversation/message";
import { withSnapshot } from "@/lib/db/client";
import { type ExportedCall, type ExportedMessageFacts, getExportedFacts, listExportedCalls } from "@/lib/db/export";
import { createPace } from "@/lib/import/pace";
import { openConversation, openTree } from "./open-conversation";

interface Owned {
  userId: string;
  conversationId: string;
}

interface ExportedConversation {
  format: string;
  version: number;
  title: string;
  createdAt: string;
  branches: object[];
  messages: object[];
}

/**
 * The whole tree by `seq`, each model call with what was sent and what came back, verbatim; import-conversation.ts takes it back. As of one
 * moment: an answer that ends meanwhile is in the file as one that runs, or as one that is over, with everything.
 * @throws AppError not_found
 */
export function exportJson(
  owned: Owned,
  choose: ChooseMessages = (tree) => tree.messages,
): Promise<ExportedConversation> {
  return withSnapshot(() => readExport(owned, choose));
}

/** Which messages are in the file; with each also those above it. */
export type ChooseMessages = (tree: ConversationView) => MessageView[];

/** The text of it, in pieces: a large conversation is not put into text in one go. */
export async function* exportJsonText(file: ExportedConversation): AsyncGenerator<string> {
  const { messages, ...head } = file;
  const pause = createPace();
  yield `${JSON.stringify(head).slice(0, -1)},"messages":[`;
  for (const [index, message] of messages.entries()) {
    await pause();
    yield `${index > 0 ? "," : ""}${JSON.stringify(message)}`;
  }
  yield "]}";
}

async function readExport(owned: Owned, choose: ChooseMessages): Promise<ExportedConversation> {
  const tree = await openTree(owned);
  const { version: _, temporaryUntil: __, ...conversation } = { ...tree, messages: choose(tree) };
  const [calls, facts] = await Promise.all([
    listExportedCalls(owned.conversationId),
    getExportedFacts(owned.conversationId),
  ]);
  const { messages, branches, ...others } = facts;
  const inFile = {
    messages: new Set(conversation.messages.map(({ id }) => id)),
    calls: new Set(conversation.messages.flatMap(({ completion }) => completion?.calls.map(({ id }) => id) ?? [])),
  };
  const byId = new Map(
    calls.map((call) => [
      call.id,
      { ...call, replay: call.replay.filter(({ sourceCallId }) => inFile.calls.has(sourceCallId)) },
    ]),
  );
  return {
    format: exportFormat,
    version: exportVersion,
    ...conversation,
    ...others,
    branches: branches.filter(({ leafId }) => inFile.messages.has(leafId)),
    messages: conversation.messages.map((message) => exportedMessage(message, messages.get(message.id), byId, inFile)),
  };
}

function exportedMessage(
  message: MessageView,
  facts: ExportedMessageFacts | undefined,
  calls: ReadonlyMap<string, ExportedCall>,
  inFile: { messages: ReadonlySet<string>; calls: ReadonlySet<string> },
): object {
  const { completion } = message;
  // What was made of another message says so also when that one is deleted: then it names itself.
  const origin = (id: string | null) => (id === null || inFile.messages.has(id) ? id : message.id);
  const callOf = (id: string | null | undefined) => (id && inFile.calls.has(id) ? id : null);
  // A call that ran when the tree was read may be over by now: it stays one that runs, nothing half-told.
  const exportedCall = (call: CallView) => (call.outcome === "running" ? call : { ...call, ...calls.get(call.id) });
  return {
    ...message,
    editedFromId: origin(message.editedFromId),
    continuesId: origin(message.continuesId),
    parts: message.parts.map((part, index) => ({ ...part, callId: callOf(facts?.partCallIds[index]) })),
    completion: completion && {
      ...completion,
      requestedSettings: facts?.completion?.requestedSettings ?? completion.settings,
      endedAt: facts?.completion?.endedAt ?? null,
      calls: completion.calls.map(exportedCall),
    },
  };
}

/** A file for people or for other programs, with the name it is kept under. */
export interface ExportedText {
  title: string;
  createdAt: string;
  text: string;
}

/** The active branch as Markdown. @throws AppError not_found */
export async function exportMarkdown({
  withReasoning,
  ...owned
}: Owned & { withReasoning: boolean }): Promise<ExportedText> {
  const conversation = await withSnapshot(() => openConversation(owned));
  return { ...named(conversation), text: conversationToMarkdown(conversation, withReasoning) };
}

/** Every branch as a line of messages. @throws AppError not_found */
export async function exportJsonLines({ withReasoning, ...owned }: Owned & { withReasoning: boolean }) {
  const conversation = await withSnapshot(() => openTree(owned));
  return { ...named(conversation), lines: conversationToJsonLines(conversation, withReasoning) };
}

const named = ({ title, messages }: ConversationView) => ({
  title,
  createdAt: messages[0]?.createdAt ?? new Date().toISOString(),
});
