import "server-only";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { findCompletion } from "@/lib/db/completions";
import { getConversation } from "@/lib/db/conversations";
import { findMessageView } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import type { ErrorBody } from "@/lib/errors/error-body";
import { storedFrames } from "@/lib/stream/frames";
import { findRunning } from "@/lib/stream/running";

interface AnswerRef {
  userId: string;
  conversationId: string;
  messageId?: string | undefined;
}

/**
 * The running completion but for its first `after` frames; null when nothing runs. A reader that says how much it has gets the rest also
 * when the answer has ended meanwhile, for as long as that is in memory.
 * @throws AppError not_found for a conversation or message that does not exist.
 */
export async function followCompletion({
  after,
  ...input
}: AnswerRef & { after?: number | undefined }): Promise<ReadableStream<Uint8Array> | null> {
  const { messageId, ...owned } = input;
  const completion = await findCompletion(messageId === undefined ? owned : { ...owned, messageId });
  if (!completion) {
    if (messageId !== undefined) throw new AppError("not_found", { detail: `answer ${messageId}` });
    await getConversation(owned);
    return null;
  }
  if (completion.status !== "running" && after === undefined) return null;
  return findRunning(completion.id)?.log.follow(after) ?? null;
}

/** The stream of an answer, running or stored, as its first request got it. @throws AppError not_found */
export async function followAnswer(
  input: AnswerRef & { messageId: string; requestId: string },
): Promise<ReadableStream<Uint8Array>> {
  const completion = await findCompletion(input);
  if (!completion) throw new AppError("not_found", { detail: `answer ${input.messageId}` });
  const running = findRunning(completion.id);
  if (running) return running.log.follow();
  const message = await findMessageView(input.conversationId, input.messageId);
  if (!message || !hasCompletion(message)) throw new AppError("not_found", { detail: `answer ${input.messageId}` });
  const { error } = message.completion;
  const body: ErrorBody | null = error ? { error: { ...error, requestId: input.requestId } } : null;
  return new Blob([storedFrames(message, body).join("")]).stream();
}

const hasCompletion = (message: MessageView): message is MessageView & { completion: CompletionView } =>
  message.completion !== null;
