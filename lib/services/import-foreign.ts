import "server-only";
import { titleFromQuestion } from "@/lib/conversation/title";
import { newId } from "@/lib/db/ids";
import { findImported, insertImport, type MessageRow } from "@/lib/db/import";
import type { CallRows } from "@/lib/db/import-calls";
import { foldParts } from "@/lib/import/fold-parts";
import { type ForeignConversation, type Loss, noMessage, UnreadableConversation } from "@/lib/import/foreign";
import type { Pause } from "@/lib/import/pace";
import { type GrownMessage, growTree } from "@/lib/import/tree";
import { visibleText } from "@/lib/reasoning/visible-text";
import { importKeyOf } from "./import-key";

interface ImportForeignInput {
  userId: string;
  /** of the format, part of the key */
  format: string;
  /** as people know it: it stands where the connection stands */
  formatName: string;
  conversation: ForeignConversation;
  pause: Pause;
}
export interface ForeignImport {
  id: string;
  isNew: boolean;
  title: string;
  messages: number;
  losses: Loss[];
}

/**
 * A new conversation from one of another format. Its answers have no details that could go back to a provider, only their text: the
 * file says what was shown, not what was sent. Taken once: the same conversation again changes nothing.
 * @throws UnreadableConversation when nothing was said in it
 */
export async function importForeign(input: ImportForeignInput): Promise<ForeignImport> {
  const { userId, format, formatName, conversation, pause } = input;
  const tree = growTree(conversation);
  if (tree.messages.every(({ isFiller }) => isFiller)) throw new UnreadableConversation(noMessage);
  const ids = tree.messages.map(() => newId());
  const messages: MessageRow[] = [];
  const calls: CallRows[] = [];
  const createdAt = iso(conversation.createdAt ?? firstTime(tree.messages) ?? Date.now());
  let lastTime = createdAt;
  for (const [seq, message] of tree.messages.entries()) {
    await pause();
    const at = message.createdAt === null ? lastTime : iso(message.createdAt);
    lastTime = at;
    const { row, call } = toRows({ message, seq, ids, at, formatName, model: conversation.model });
    messages.push(row);
    if (call) calls.push(call);
  }
  const title = titleOf(conversation, messages);
  const importKey = await importKeyOf({
    format,
    id: conversation.id,
    messages: tree.messages.map(({ parent, role }, seq) => ({ parent, role, parts: messages[seq]?.parts ?? [] })),
    pause,
  });
  const losses = [...conversation.losses, ...tree.losses];
  const about = { title: title.title, messages: tree.messages.filter(({ isFiller }) => !isFiller).length, losses };
  const present = await findImported({ userId, importKey });
  if (present) return { id: present, isNew: false, ...about };
  const id = newId();
  const isNew = await insertImport(
    {
      userId,
      conversation: {
        ...{ id, ...title, createdAt, importKey, settings: {} },
        // Which connection offers this model here nobody has said.
        ...{ connectionId: null, model: null },
        lastActivityAt: iso(conversation.updatedAt ?? Date.parse(lastTime)),
        activeLeafId: tree.activeLeaf === null ? null : (ids[tree.activeLeaf] ?? null),
      },
      messages,
      calls,
    },
    pause,
  );
  // The same file may have been sent twice at once.
  return { id: isNew ? id : ((await findImported({ userId, importKey })) ?? id), isNew, ...about };
}

const iso = (ms: number) => new Date(ms).toISOString();
const firstTime = (messages: readonly GrownMessage[]) =>
  messages.find(({ createdAt }) => createdAt !== null)?.createdAt ?? null;

function titleOf({ title }: ForeignConversation, messages: readonly MessageRow[]) {
  const given = visibleText(title).trim();
  if (given !== "") return { title: given, titleSource: "person" };
  const question = messages.find(({ role }) => role === "user")?.parts.map(({ text }) => text);
  return { title: titleFromQuestion((question ?? []).join("")), titleSource: "rule" };
}

interface RowInput {
  message: GrownMessage;
  seq: number;
  ids: readonly string[];
  at: string;
  formatName: string;
  /** of the conversation, for answers that name none */
  model: string | null;
}

function toRows({ message, seq, ids, at, formatName, model }: RowInput): { row: MessageRow; call: CallRows | null } {
  const folded = foldParts(message.parts);
  const row = {
    ...{ id: ids[seq] ?? newId(), parentId: message.parent === null ? null : (ids[message.parent] ?? null), seq },
    ...{ role: message.role, createdAt: at, editedFromId: null, continuesId: null },
  };
  if (message.role === "user")
    return {
      row: { ...row, parts: folded.map((part, index) => ({ ...part, index, callId: null })), completion: null },
      call: null,
    };
  const used = visibleText(message.model ?? model ?? "unknown");
  const completionId = newId();
  const callId = newId();
  const finishReason = message.status === "done" ? "stop" : null;
  const connection = { connectionId: null, connectionName: formatName };
  const completion = {
    ...{ id: completionId, status: message.status, ...connection, model: used, settings: {}, finishReason },
    ...{ errorCode: message.status === "failed" ? "provider_failed" : null, errorDetail: null },
    ...{ startedAt: at, endedAt: at },
  };
  const text = folded.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  return {
    row: { ...row, parts: folded.map((part, index) => ({ ...part, index, callId })), completion },
    call: {
      call: {
        ...{ id: callId, completionId, step: 0, attempt: 0, ...connection, requestedModel: used, waitedMs: null },
        ...{ errorCode: null, errorDetail: null, httpStatus: null },
        ...{ servedModel: null, provider: null, generationId: null, outcome: message.status, finishReason },
        ...{ nativeFinishReason: null, ended: null, sentSettings: {}, ignored: [], request: null, requestHash: null },
        ...{
          usage: null,
          connectMs: null,
          firstByteMs: null,
          firstReasoningMs: null,
          firstAnswerMs: null,
          totalMs: null,
        },
      },
      // What later questions give back of it.
      wire: text === "" ? null : { content: JSON.stringify(text), toolCalls: null, refusal: null, annotations: null },
      reasoning: null,
      toolRuns: [],
      ledger: [],
    },
  };
}
