import "server-only";
import { env } from "@/lib/config/env";
import { type CompletionRef, findCompletion } from "@/lib/db/completions";
import { getConversation } from "@/lib/db/conversations";
import { requestStop } from "@/lib/db/leases";
import { AppError } from "@/lib/errors/app-error";
import { bus } from "@/lib/stream/bus";
import { stopChannel } from "@/lib/stream/control";
import { findRunning, listRunning, type RunningCompletion } from "@/lib/stream/running";

/**
 * Ends the model call upstream, in whichever process it runs, and keeps what came. Harmless when nothing runs.
 * @throws AppError not_found
 */
export async function stopCompletion(input: {
  userId: string;
  conversationId: string;
  messageId?: string | undefined;
}): Promise<void> {
  const { messageId, ...owned } = input;
  // What runs here is known here: it stops also while the database is away.
  const known = listRunning().find((each) => isAsked(each, input));
  if (known) return known.stop();
  await getConversation(owned);
  const completion = await findCompletion(messageId === undefined ? owned : { ...owned, messageId });
  if (!completion && messageId !== undefined) throw new AppError("not_found", { detail: `answer ${messageId}` });
  if (completion) await stop(input.userId, completion);
}

const isAsked = (running: RunningCompletion, asked: Parameters<typeof stopCompletion>[0]) =>
  running.messageId === asked.messageId &&
  running.conversationId === asked.conversationId &&
  running.userId === asked.userId;

async function stop(userId: string, { id, status }: CompletionRef): Promise<void> {
  const here = findRunning(id);
  if (here) return here.stop();
  if (status !== "running" || env().REDIS_URL === undefined) return;
  // The word is there at once; with Redis away the row is seen within 5 s.
  bus().publish(stopChannel, id);
  await requestStop({ userId, completionId: id });
}
