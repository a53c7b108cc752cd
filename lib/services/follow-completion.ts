import "server-only";
import { continueSentence } from "@/lib/conversation/continuable";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { findCompletion } from "@/lib/db/completions";
import { getConversation } from "@/lib/db/conversations";
import { findMessageView } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import type { ErrorBody } from "@/lib/errors/error-body";
import { type Continues, storedFrames } from "@/lib/stream/frames";
import { admitReader } from "@/lib/stream/readers";
import { findRunning } from "@/lib/stream/running";
import { followElsewhere } from "./follow-elsewhere";

interface AnswerRef {
  userId: string;
  conversationId: string;
  messageId?: string | undefined;
}

/**
 * The running completion but for its first `after` frames; null when nothing runs. A reader that says how much it has gets the rest also
 * when the answer has ended meanwhile, for as long as that is in memory.
 * `signal`: of the connection.
 * @throws AppError not_found for a conversation or message that does not exist; too_many_requests, server_busy
 */
export async function followCompletion({
  after,
  signal,
  ...input
}: AnswerRef & { after?: number | undefined; signal: AbortSignal }): Promise<ReadableStream<Uint8Array> | null> {
  const { messageId, ...owned } = input;
  const completion = await findCompletion(messageId === undefined ? owned : { ...owned, messageId });
  if (!completion) {
    if (messageId !== undefined) throw new AppError("not_found", { detail: `answer ${messageId}` });
    await getConversation(owned);
    return null;
  }
  if (completion.status !== "running" && after === undefined) return null;
  const log = findRunning(completion.id)?.log ?? (await followElsewhere(completion));
  if (!log) return null;
  admitReader({ userId: input.userId, log, signal });
  return log.follow(after);
}

/** The stream of an answer, running or stored, as its first request got it. @throws AppError not_found, too_many_requests, server_busy */
export async function followAnswer(
  input: AnswerRef & { messageId: string; requestId: string; signal: AbortSignal },
): Promise<ReadableStream<Uint8Array>> {
  const completion = await findCompletion(input);
  if (!completion) throw new AppError("not_found", { detail: `answer ${input.messageId}` });
  const log =
    findRunning(completion.id)?.log ?? (completion.status === "running" ? await followElsewhere(completion) : null);
  if (log) {
    admitReader({ userId: input.userId, log, signal: input.signal });
    return log.follow();
  }
  const message = await findMessageView(input.conversationId, input.messageId);
  if (!message || !hasCompletion(message)) throw new AppError("not_found", { detail: `answer ${input.messageId}` });
  const { error } = message.completion;
  const body: ErrorBody | null = error ? { error: { ...error, requestId: input.requestId } } : null;
  const frames = storedFrames(message, { error: body, continues: await continuesOf(input.conversationId, message) });
  // Runs where it cannot be followed from here: its name, and no last frame, which sends the reader to what is stored.
  const known = message.status === "running" ? frames.slice(0, 1) : frames;
  return new Blob([known.join("")]).stream();
}

/** Which way an answer went on: one that stands beside what it goes on from has taken up its text. */
async function continuesOf(conversationId: string, message: MessageView): Promise<Continues | null> {
  const { continuesId: of, parentId } = message;
  if (of === null) return null;
  const before = await findMessageView(conversationId, of);
  return before === null || before.parentId === parentId
    ? { of, way: "prefill" }
    : { of, way: "turn", text: continueSentence };
}

const hasCompletion = (message: MessageView): message is MessageView & { completion: CompletionView } =>
  message.completion !== null;
