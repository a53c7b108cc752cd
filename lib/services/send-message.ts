import "server-only";
import { createHash } from "node:crypto";
import { limits } from "@/lib/config/limits";
import { refuseWhileStopping } from "@/lib/config/readiness";
import type { SendMessageBody } from "@/lib/contract/messages";
import { mergeSettings, type Settings } from "@/lib/contract/settings";
import { titleFromQuestion } from "@/lib/conversation/title";
import { listContext } from "@/lib/db/context";
import type { Conversation } from "@/lib/db/conversations";
import { newId } from "@/lib/db/ids";
import { readTurnStart, type TurnStart } from "@/lib/db/turn-start";
import { flushTurn, insertRegeneration, insertTurn, type NewCompletion, whyNotStarted } from "@/lib/db/turns";
import { AppError } from "@/lib/errors/app-error";
import { visibleText } from "@/lib/reasoning/visible-text";
import { type ChosenModel, chooseModel } from "./choose-model";
import { fallbackTargets } from "./fallback-targets";
import { followAnswer } from "./follow-completion";
import { loadProfile, profileFrom } from "./load-profile";
import { startCompletion } from "./run-completion";
import { indexSoon } from "./search-index";

export type SendMessageInput = SendMessageBody & { userId: string; conversationId: string; requestId: string };

/**
 * Sends a question or regenerates an answer: stores the turn, starts the completion and gives its stream. Nothing is stored when it
 * throws. The same id with the same content gives the first one's stream or result, never a second completion.
 * @throws AppError not_found, id_reused, completion_running, parent_invalid, message_empty, body_too_large, too_many_requests, …
 */
export async function sendMessage(input: SendMessageInput): Promise<ReadableStream<Uint8Array>> {
  const turn = "message" in input ? question(input) : regeneration(input);
  const startInput = { ...input, messageId: turn.id, model: input.model ?? null };
  const { conversation, existing, connections, model: askedModel } = await readTurnStart(startInput);
  if (!conversation) throw new AppError("not_found", { detail: `conversation ${input.conversationId}` });
  if (existing) return earlier(input, turn, existing);
  refuseWhileStopping();
  const chosen = await chooseModel(input, conversation, {
    usable: connections.map(({ connection }) => connection),
    listing: new Set(connections.filter(({ record }) => record.raw !== null).map(({ connection }) => connection.id)),
  });
  const completion = newCompletion(input, conversation, chosen, turn.answerId);
  // Read while the turn is stored: the first token waits for the longer of the two, not for both.
  const above =
    turn.text === null ? null : (turn.parentId ?? (turn.parentId === null ? null : conversation.activeLeafId));
  const branch = above === null ? null : listContext({ ...input, leafId: above });
  branch?.catch(() => {});
  // The records are about the model that was asked for; another one may have been chosen.
  const record = connections.find(({ connection }) => connection.id === chosen.connection.id)?.record;
  const isKnown = record !== undefined && chosen.model === askedModel;
  const profile = isKnown ? profileFrom(chosen.connection.profile, chosen.model, record) : null;
  const created = await turn.insert(completion);
  if (!created) {
    // Either a guard said no, or the same id arrived twice at once and the other one was first.
    const { existing: first } = await readTurnStart(startInput);
    if (first) return earlier(input, turn, first);
    throw await whyNotStarted({ ...input, parentId: turn.parentId });
  }
  const flushed = flushTurn();
  if (turn.text !== null) indexSoon(turn.id);
  const asMessage = { id: created.parentId, role: "user" as const, text: turn.text ?? "", edited: false, calls: [] };
  const running = startCompletion({
    completionId: completion.id,
    callId: completion.callId,
    messageId: completion.messageId,
    parentId: created.parentId,
    createdAt: created.createdAt,
    conversationId: input.conversationId,
    userId: input.userId,
    connection: chosen.connection,
    model: chosen.model,
    fallbacks: fallbackTargets(
      completion.settings,
      connections.map(({ connection }) => connection),
      chosen,
    ),
    settings: completion.settings,
    requestId: input.requestId,
    wantsTitle: created.under === null && conversation.titleSource === "rule",
    loadProfile: async () => profile ?? loadProfile(chosen),
    loadBranch: async () => {
      // Another tab may have moved the active leaf in between.
      const isSame = turn.text !== null && created.under === above;
      return isSame ? [...((await branch) ?? []), asMessage] : listContext({ ...input, leafId: created.parentId });
    },
  });
  // Nobody is told of a turn that a power cut could undo.
  await flushed.catch((error: unknown) => {
    running.stop();
    throw error;
  });
  return running.log.follow();
}

interface Turn {
  /** the id that makes this request the same as an earlier one */
  id: string;
  bodyHash: string;
  answerId: string;
  parentId: string | null | undefined;
  /** the question's; null when an answer is made again */
  text: string | null;
  insert: (completion: NewCompletion) => ReturnType<typeof insertTurn>;
}

function question(input: Extract<SendMessageInput, { message: unknown }>): Turn {
  const { id } = input.message;
  if (Buffer.byteLength(input.message.text) > limits.messageBytes)
    throw new AppError("body_too_large", { detail: "message" });
  const text = visibleText(input.message.text);
  if (text.trim() === "") throw new AppError("message_empty");
  const { parentId } = input;
  const bodyHash = createHash("sha256")
    .update(JSON.stringify([text, parentId ?? null, parentId === undefined]))
    .digest("hex");
  return {
    id,
    bodyHash,
    answerId: newId(),
    parentId,
    text,
    insert: (completion) => insertTurn({ id, parentId, text, bodyHash, title: titleFromQuestion(text) }, completion),
  };
}

function regeneration(input: Extract<SendMessageInput, { regenerate: unknown }>): Turn {
  const { id, of } = input.regenerate;
  return {
    id,
    bodyHash: `regenerate:${of}`,
    answerId: id,
    parentId: of,
    text: null,
    insert: (completion) => insertRegeneration(of, completion),
  };
}

function earlier(
  input: SendMessageInput,
  turn: Turn,
  existing: NonNullable<TurnStart["existing"]>,
): Promise<ReadableStream<Uint8Array>> {
  if (existing === "foreign" || existing.bodyHash !== turn.bodyHash || existing.answerId === null) {
    throw new AppError("id_reused", { detail: turn.id });
  }
  return followAnswer({ ...input, messageId: existing.answerId });
}

function newCompletion(
  input: SendMessageInput & { settings?: Settings | undefined },
  conversation: Conversation,
  { connection, model }: ChosenModel,
  messageId: string,
): NewCompletion {
  return {
    id: newId(),
    messageId,
    userId: input.userId,
    conversationId: input.conversationId,
    connectionId: connection.id,
    connectionName: connection.name,
    model,
    settings: mergeSettings(conversation.settings, input.settings),
    callId: newId(),
  };
}
