import "server-only";
import { createHash } from "node:crypto";
import { limits } from "@/lib/config/limits";
import type { SendMessageBody } from "@/lib/contract/messages";
import { mergeSettings, type Settings } from "@/lib/contract/settings";
import { titleFromQuestion } from "@/lib/conversation/title";
import { listUsableConnections } from "@/lib/db/connections";
import { type Conversation, getConversation } from "@/lib/db/conversations";
import { newId } from "@/lib/db/ids";
import { findMessageById, insertRegeneration, insertTurn, type NewCompletion, whyNotStarted } from "@/lib/db/turns";
import { AppError } from "@/lib/errors/app-error";
import { visibleText } from "@/lib/reasoning/visible-text";
import { countRunningOf } from "@/lib/stream/running";
import { type ChosenModel, chooseModel } from "./choose-model";
import { followAnswer } from "./follow-completion";
import { loadPrompt } from "./load-prompt";
import { startCompletion } from "./run-completion";

export type SendMessageInput = SendMessageBody & { userId: string; conversationId: string; requestId: string };

/**
 * Sends a question or regenerates an answer: stores the turn, starts the completion and gives its stream. Nothing is stored when it
 * throws. The same id with the same content gives the first one's stream or result, never a second completion.
 * @throws AppError not_found, id_reused, completion_running, parent_invalid, message_empty, body_too_large, too_many_requests, …
 */
export async function sendMessage(input: SendMessageInput): Promise<ReadableStream<Uint8Array>> {
  const turn = "message" in input ? question(input) : regeneration(input);
  // Asked at the same time, looked at in order: nothing here needs the other's answer, and the first token waits for all of them.
  const asked = [getConversation(input), earlier(input, turn), listUsableConnections(input.userId)] as const;
  await Promise.allSettled(asked);
  const conversation = await asked[0];
  const known = await asked[1];
  if (known) return known;
  if (countRunningOf(input.userId) >= limits.runningPerOwner) {
    throw new AppError("too_many_requests", { detail: "running completions", headers: { "retry-after": "5" } });
  }
  const chosen = await chooseModel(input, conversation, await asked[2]);
  const completion = newCompletion(input, conversation, chosen, turn.answerId);
  const created = await turn.insert(completion);
  if (!created) {
    // Either a guard said no, or the same id arrived twice at once and the other one was first.
    const first = await earlier(input, turn);
    if (first) return first;
    throw await whyNotStarted({ ...input, parentId: turn.parentId });
  }
  const { connection, model } = chosen;
  const running = startCompletion({
    completionId: completion.id,
    messageId: completion.messageId,
    parentId: created.parentId,
    createdAt: created.createdAt,
    conversationId: input.conversationId,
    userId: input.userId,
    connection,
    model,
    settings: completion.settings,
    requestId: input.requestId,
    loadPrompt: () =>
      loadPrompt({
        userId: input.userId,
        conversationId: input.conversationId,
        leafId: created.parentId,
        connectionId: connection.id,
        model,
        profile: connection.profile,
      }),
  });
  return running.log.follow();
}

interface Turn {
  /** the id that makes this request the same as an earlier one */
  id: string;
  bodyHash: string;
  answerId: string;
  parentId: string | null | undefined;
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
    insert: (completion) => insertRegeneration(of, completion),
  };
}

async function earlier(input: SendMessageInput, turn: Turn): Promise<ReadableStream<Uint8Array> | null> {
  const existing = await findMessageById({ ...input, messageId: turn.id });
  if (existing === null) return null;
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
  };
}
