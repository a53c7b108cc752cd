import "server-only";
import { findCompletion } from "@/lib/db/completions";
import { getConversation } from "@/lib/db/conversations";
import { AppError } from "@/lib/errors/app-error";
import { findRunning } from "@/lib/stream/running";

/** Ends the model call upstream and keeps what came. Harmless when nothing runs. @throws AppError not_found */
export async function stopCompletion(input: {
  userId: string;
  conversationId: string;
  messageId?: string | undefined;
}): Promise<void> {
  const { messageId, ...owned } = input;
  await getConversation(owned);
  const completion = await findCompletion(messageId === undefined ? owned : { ...owned, messageId });
  if (!completion && messageId !== undefined) throw new AppError("not_found", { detail: `answer ${messageId}` });
  if (completion) findRunning(completion.id)?.stop();
}
