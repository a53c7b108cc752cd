import "server-only";
import type { ImportBody, ImportedCall, ImportedCompletion, ImportedMessage } from "@/lib/contract/import";
import { newId } from "@/lib/db/ids";
import { insertImport, type MessageRow } from "@/lib/db/import";
import type { CallRows } from "@/lib/db/import-calls";
import { AppError } from "@/lib/errors/app-error";
import { errorCodes } from "@/lib/errors/codes";
import { createPace, type Pause } from "@/lib/import/pace";
import { tellOwner } from "@/lib/stream/owner-feed";
import { indexRest } from "./search-index";

/** The same, and everybody who watches hears of it. @throws AppError invalid_request */
export async function importConversation(input: {
  userId: string;
  file: ImportBody;
  forkedFromId?: string;
  projectId?: string | null;
}): Promise<{ id: string }> {
  const { id } = await storeExported(input);
  tellOwner(input.userId, { type: "conversation-changed", conversationId: id });
  void indexRest();
  return { id };
}

/**
 * A new conversation of the caller from an exported one: the whole tree, what was sent and what came back, under ids of its own. What
 * the file says of reasoning is the person's word: it goes back by the rules every answer follows, to the same connection and model only.
 * @throws AppError invalid_request when the file contradicts itself; nothing is stored then.
 */
export async function storeExported(input: {
  userId: string;
  file: ImportBody;
  /** of one that must not be taken twice */
  importKey?: string;
  /** the conversation it is a copy of, here */
  forkedFromId?: string;
  /** of the caller; null = none. Absent: that of the file, by its name */
  projectId?: string | null;
  pause?: Pause;
}): Promise<{ id: string; isNew: boolean }> {
  const { userId, file, importKey = null, forkedFromId = null, pause = createPace() } = input;
  checkTree(file);
  const conversationId = newId();
  const messageIds = freshIds(file.messages, "messages");
  const completions = file.messages.flatMap(({ completion }) => completion ?? []);
  freshIds(completions, "completions");
  const callIds = freshIds(
    completions.flatMap(({ calls }) => calls),
    "calls",
  );
  const calls: CallRows[] = [];
  const messages: MessageRow[] = [];
  for (const [seq, message] of file.messages.entries()) {
    await pause();
    const completion = message.completion && toCompletion(message.completion);
    if (message.completion && completion)
      for (const call of message.completion.calls) {
        await pause();
        calls.push(toCall(call, completion.id, callIds));
      }
    messages.push({
      id: renamed(messageIds, message.id),
      parentId: message.parentId && renamed(messageIds, message.parentId),
      editedFromId: message.editedFromId && renamed(messageIds, message.editedFromId),
      continuesId: message.continuesId && renamed(messageIds, message.continuesId),
      seq,
      role: message.role,
      createdAt: message.createdAt,
      parts: message.parts.map((part, index) => toPart(part, index, callIds)),
      completion,
    });
  }
  const { format: _, version: __, messages: ___, branches, project, ...about } = file;
  const marks = branches.map((mark) => ({ ...mark, leafId: renamed(messageIds, mark.leafId) }));
  if (new Set(marks.map(({ leafId }) => leafId)).size !== marks.length) throw invalid("a branch is marked twice");
  const conversation = {
    ...about,
    ...{ id: conversationId, importKey, forkedFromId, marks },
    project: input.projectId === undefined ? project : input.projectId,
    activeLeafId: file.activeLeafId && renamed(messageIds, file.activeLeafId),
  };
  const isNew = await insertImport({ userId, conversation, messages, calls }, pause);
  return { id: conversationId, isNew };
}

const invalid = (what: string) =>
  new AppError("invalid_request", { detail: what, userMessage: `This export cannot be read: ${what}.` });

/** Questions under answers, answers under questions, each after what it stands under: that leaves no room for a loop. */
function checkTree({ messages, activeLeafId }: ImportBody): void {
  const before = new Map<string, ImportedMessage>();
  for (const [index, message] of messages.entries()) {
    const above = message.parentId === null ? null : before.get(message.parentId);
    if (above === undefined) throw invalid(`messages.${index} stands under a message that is not before it`);
    if ((above?.role ?? "assistant") === message.role)
      throw invalid(`messages.${index} and what it stands under cannot both be of the role ${message.role}`);
    if (message.role === "user" && message.completion !== null)
      throw invalid(`messages.${index} is a question and cannot have a completion`);
    before.set(message.id, message);
  }
  if (activeLeafId === null) {
    if (messages.length > 0) throw invalid("activeLeafId is missing");
    return;
  }
  const isParent = messages.some(({ parentId }) => parentId === activeLeafId);
  // A question may be the last of a branch: its answers were deleted.
  if (!before.has(activeLeafId) || isParent) throw invalid("activeLeafId is not the last message of a branch");
}

/** Own ids for those of the file, in the same order: the ledger is listed by them. */
function freshIds(of: readonly { id: string }[], what: string): Map<string, string> {
  const sorted = of.map(({ id }) => id).sort();
  const ids = new Map(sorted.map((id) => [id, newId()]));
  if (ids.size !== of.length) throw invalid(`two ${what} have the same id`);
  return ids;
}

function renamed(ids: ReadonlyMap<string, string>, id: string): string {
  const own = ids.get(id);
  if (own === undefined) throw invalid(`${id} is not in the file`);
  return own;
}

function toPart(
  { type, text, callId, ...part }: ImportedMessage["parts"][number],
  index: number,
  ids: Map<string, string>,
) {
  const { durationMs = null, ...data } = { durationMs: null, ...part };
  return {
    index,
    type,
    text,
    durationMs,
    callId: callId && renamed(ids, callId),
    data: Object.keys(data).length > 0 ? data : null,
  };
}

/** Nothing runs here that ran there. */
function toCompletion({ status, error, ...completion }: ImportedCompletion): NonNullable<MessageRow["completion"]> {
  const isOpen = status === "running" || status === "waiting";
  const steps = new Set(completion.calls.map(({ step, attempt }) => `${step}:${attempt}`));
  if (steps.size !== completion.calls.length) throw invalid("two calls of an answer are the same step and attempt");
  const told = isOpen
    ? { code: "completion_interrupted", message: errorCodes.completion_interrupted.userMessage }
    : error;
  return {
    id: newId(),
    status: isOpen ? "interrupted" : status,
    connectionId: completion.connectionId,
    connectionName: completion.connectionName,
    model: completion.model,
    settings: completion.requestedSettings,
    finishReason: completion.finishReason,
    errorCode: told?.code ?? null,
    errorDetail: toErrorDetail(told),
    startedAt: completion.startedAt,
    endedAt: completion.endedAt ?? completion.startedAt,
  };
}

/** Stored words say what the provider said too, even when it said nothing; without them the table's words are shown, here as there. */
function toErrorDetail(error: ImportedCompletion["error"]): object | null {
  if (error === null || error.providerMessage === undefined) return null;
  const { message, providerMessage, retryAfterSeconds = null } = error;
  return { message, providerMessage, retryAfterSeconds };
}

/** JSON text again: `parseExact` and JSON.stringify give back the text that was stored. */
const asJson = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

function toCall(call: ImportedCall, completionId: string, ids: Map<string, string>): CallRows {
  const { id: oldId, step, attempt, requestedModel, servedModel, provider, generationId } = call;
  const { finishReason, nativeFinishReason, connectionName, waitedMs, error } = call;
  const id = renamed(ids, oldId);
  const facts = { id, completionId, step, attempt, requestedModel, servedModel, provider, generationId };
  const { code: errorCode = null, status: httpStatus = null, ...words } = error ?? {};
  const failure = { errorCode, errorDetail: error && words, httpStatus, waitedMs };
  const reasons = { finishReason, nativeFinishReason, connectionName, ...failure };
  const nothing = { reasoning: null, wire: null, toolRuns: [], ledger: [] };
  if (call.outcome === "running") return { call: { ...facts, ...reasons, ...neverEnded }, ...nothing };
  const { outcome, ended, connectionId, requestHash, sentSettings, ignored, timings } = call;
  const request = asJson(call.request);
  const usage = asJson(call.usage);
  const sent = { outcome, ended, connectionId, request, requestHash, sentSettings, ignored, usage };
  const sources = new Set(call.replay.map(({ sourceCallId }) => sourceCallId));
  if (sources.size !== call.replay.length) throw invalid("a request has two entries about one call");
  return {
    call: { ...facts, ...reasons, ...sent, ...timings },
    reasoning: toReasoning(call),
    wire: toWire(call),
    toolRuns: toToolRuns(call, id),
    ledger: call.replay.map(({ sourceCallId, ...entry }) => ({ ...entry, sourceCallId: renamed(ids, sourceCallId) })),
  };
}

const neverEnded = {
  outcome: "interrupted" as const,
  ended: null,
  connectionId: null,
  request: null,
  requestHash: null,
  sentSettings: {},
  ignored: [],
  usage: null,
  connectMs: null,
  firstByteMs: null,
  firstReasoningMs: null,
  firstAnswerMs: null,
  totalMs: null,
};

type EndedCall = Exclude<ImportedCall, { outcome: "running" }>;

/** With the hash of the file, right or wrong: one that was changed there must show as altered here too. */
function toReasoning(call: EndedCall): CallRows["reasoning"] {
  const { reasoningField: field, reasoningDetailsSha256: sha256, reasoningMergeRule: mergeRule } = call;
  const texts = {
    text: asJson(call.reasoningText),
    fragments: asJson(call.reasoningFragments),
    details: asJson(call.reasoningDetails),
  };
  if (sha256 !== null && mergeRule !== null) return { ...texts, field, sha256, mergeRule };
  const isEmpty = texts.text === null && texts.fragments === null && texts.details === null && field === null;
  if (!isEmpty || sha256 !== null || mergeRule !== null)
    throw invalid("reasoning without reasoningDetailsSha256 or reasoningMergeRule");
  return null;
}

function toWire(call: EndedCall): CallRows["wire"] {
  const content = asJson(call.content);
  const toolCalls = asJson(call.toolCalls);
  const refusal = asJson(call.refusal);
  const annotations = asJson(call.annotations);
  const isEmpty = content === null && toolCalls === null && refusal === null && annotations === null;
  return isEmpty ? null : { content, toolCalls, refusal, annotations };
}

function toToolRuns({ toolRuns }: EndedCall, callId: string): CallRows["toolRuns"] {
  if (new Set(toolRuns.map(({ index }) => index)).size !== toolRuns.length)
    throw invalid("two tool calls have the same index");
  return toolRuns.map((run) => ({
    ...run,
    sentResult: asJson(run.sentResult),
    idempotencyKey: `${callId}:${run.index}`,
  }));
}
