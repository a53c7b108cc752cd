import "server-only";
import { env } from "@/lib/config/env";
import { refuseWhileStopping } from "@/lib/config/readiness";
import type { SendMessageBody } from "@/lib/contract/messages";
import { mergeSettings, type Settings } from "@/lib/contract/settings";
import { listContext } from "@/lib/db/context";
import type { Conversation } from "@/lib/db/conversations";
import { retried } from "@/lib/db/database-errors";
import { newId } from "@/lib/db/ids";
import { turnOnce } from "@/lib/db/turn-once";
import { readTurnStart, type TurnStart } from "@/lib/db/turn-start";
import { flushTurn, type NewCompletion, whyNotStarted } from "@/lib/db/turns";
import { AppError } from "@/lib/errors/app-error";
import { listRunning } from "@/lib/stream/running";
import { type ChosenModel, chooseModel } from "./choose-model";
import { fallbackTargets } from "./fallback-targets";
import { followAnswer } from "./follow-completion";
import { loadProfile, profileFrom } from "./load-profile";
import { type TurnKey, turnOf } from "./plan-turn";
import { startCompletion } from "./run-completion";
import { indexSoon } from "./search-index";

export type SendMessageInput = SendMessageBody & {
  userId: string;
  conversationId: string;
  requestId: string;
  /** of the connection: what comes again is one more reader */
  signal: AbortSignal;
};

/**
 * Sends a question, regenerates an answer or goes on with an unfinished one: stores the turn, starts the completion and gives its stream. Nothing is stored when it
 * throws. The same id with the same content gives the first one's stream or result, never a second completion.
 * @throws AppError not_found, id_reused, completion_running, parent_invalid, not_continuable, message_empty, body_too_large, too_many_requests, …
 */
export async function sendMessage(input: SendMessageInput): Promise<ReadableStream<Uint8Array>> {
  const turn = turnOf(input);
  const startInput = { ...input, messageId: turn.id, model: input.model ?? null };
  const {
    conversation,
    project,
    existing,
    connections,
    model: askedModel,
  } = await retried(() => readTurnStart(startInput));
  if (!conversation) throw new AppError("not_found", { detail: `conversation ${input.conversationId}` });
  if (existing) return earlier(input, turn, existing);
  refuseWhileStopping();
  if (listRunning().length >= env().MAX_RUNNING) {
    throw new AppError("server_busy", { detail: "running completions", headers: { "retry-after": "5" } });
  }
  const usable = connections.map(({ connection }) => connection);
  const chosen = await chooseModel(input, conversation, {
    usable,
    listing: new Set(connections.filter(({ record }) => record.raw !== null).map(({ connection }) => connection.id)),
  });
  // The records are about the model that was asked for; another one may have been chosen.
  const record = connections.find(({ connection }) => connection.id === chosen.connection.id)?.record;
  const isKnown = record !== undefined && chosen.model === askedModel;
  const profile = isKnown ? profileFrom(chosen.connection.profile, chosen.model, record) : null;
  const loadThisProfile = async () => profile ?? loadProfile(chosen);
  const plan = await turn.plan({ ...input, loadProfile: loadThisProfile });
  const completion = newCompletion(input, { conversation, project }, chosen, turn.answerId);
  // Read while the turn is stored: the first token waits for the longer of the two, not for both.
  const above = plan.leafId === undefined ? conversation.activeLeafId : plan.leafId;
  const readAbove = async () => (above === null ? [] : listContext({ ...input, leafId: above }));
  let reading: ReturnType<typeof readAbove> | null = readAbove();
  reading.catch(() => {});
  const created = await turnOnce(completion.id, () => plan.insert(completion));
  if (!created) {
    // Either a guard said no, or the same id arrived twice at once and the other one was first.
    const { existing: first } = await readTurnStart(startInput);
    if (first) return earlier(input, turn, first);
    throw await whyNotStarted({ ...input, parentId: plan.parentId });
  }
  const flushed = retried(flushTurn);
  if ("message" in input) indexSoon(turn.id);
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
    // Whether another model takes up this text is another question; an answer from its beginning would be worse than none.
    fallbacks: plan.continues?.way === "prefill" ? [] : fallbackTargets(completion.settings, usable, chosen),
    settings: completion.settings,
    instructions: project?.instructions || null,
    requestId: input.requestId,
    wantsTitle:
      plan.mayNameConversation &&
      created.under === null &&
      conversation.titleSource === "rule" &&
      !conversation.isTemporary,
    kept: plan.kept,
    continues: plan.continues,
    loadProfile: loadThisProfile,
    loadBranch: async () => {
      // Another tab may have moved the active leaf in between.
      const isSame = plan.continues !== null || created.under === above;
      if (plan.context === null || !isSame) return listContext({ ...input, leafId: created.parentId });
      // What was read ahead serves once: asked again, it has failed.
      const ahead = reading;
      reading = null;
      return plan.context(await (ahead ?? readAbove()), created);
    },
  });
  // Nobody is told of a turn that a power cut could undo.
  await flushed.catch((error: unknown) => {
    running.stop();
    throw error;
  });
  return running.log.follow();
}

function earlier(
  input: SendMessageInput,
  turn: TurnKey,
  existing: NonNullable<TurnStart["existing"]>,
): Promise<ReadableStream<Uint8Array>> {
  if (existing === "foreign" || existing.bodyHash !== turn.bodyHash || existing.answerId === null) {
    throw new AppError("id_reused", { detail: turn.id });
  }
  return followAnswer({ ...input, messageId: existing.answerId });
}

function newCompletion(
  input: SendMessageInput & { settings?: Settings | undefined },
  { conversation, project }: { conversation: Conversation; project: TurnStart["project"] },
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
    settings: mergeSettings(project?.settings, conversation.settings, input.settings),
    callId: newId(),
  };
}
