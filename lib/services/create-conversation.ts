import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { insertConversation } from "@/lib/db/conversations";
import { chooseModel } from "./choose-model";

/** A new, empty conversation. Without a wish it follows the installation's standard when its first message is sent. @throws AppError not_found for a foreign connection. */
export async function createConversation(input: {
  userId: string;
  model?: string | undefined;
  connectionId?: string | undefined;
  settings?: Settings | undefined;
}): Promise<{ id: string }> {
  const chosen = input.connectionId === undefined ? null : await chooseModel(input, null);
  const id = await insertConversation({
    userId: input.userId,
    connectionId: chosen?.connection.id ?? null,
    model: chosen?.model ?? input.model ?? null,
    settings: input.settings ?? {},
  });
  return { id };
}
