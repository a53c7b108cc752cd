import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { updateConversation as update } from "@/lib/db/conversations";
import { chooseModel } from "./choose-model";

/** Renames, or changes model and settings of the messages to come. @throws AppError not_found, also for a foreign connection. */
export async function updateConversation(input: {
  userId: string;
  conversationId: string;
  title?: string | undefined;
  settings?: Settings | undefined;
  model?: string | undefined;
  connectionId?: string | undefined;
}): Promise<void> {
  const { userId, conversationId, title, settings, model, connectionId } = input;
  if (connectionId !== undefined) await chooseModel({ userId, connectionId, model: model ?? "any" }, null);
  await update({
    userId,
    conversationId,
    ...(title === undefined ? {} : { title }),
    ...(settings === undefined ? {} : { settings }),
    ...(model === undefined ? {} : { model }),
    ...(connectionId === undefined ? {} : { connectionId }),
  });
}
