import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { insertConversation } from "@/lib/db/conversations";
import { requireProject } from "@/lib/db/projects";
import { chooseModel } from "./choose-model";

/** A new, empty conversation. Without a wish it follows the installation's standard when its first message is sent. @throws AppError not_found for a foreign connection or project. */
export async function createConversation(input: {
  userId: string;
  model?: string | undefined;
  connectionId?: string | undefined;
  settings?: Settings | undefined;
  projectId?: string | undefined;
  temporary?: boolean | undefined;
}): Promise<{ id: string }> {
  const chosen = input.connectionId === undefined ? null : await chooseModel(input, null);
  if (input.projectId !== undefined) await requireProject({ userId: input.userId, projectId: input.projectId });
  const id = await insertConversation({
    userId: input.userId,
    connectionId: chosen?.connection.id ?? null,
    model: chosen?.model ?? input.model ?? null,
    settings: input.settings ?? {},
    projectId: input.projectId ?? null,
    isTemporary: input.temporary ?? false,
  });
  return { id };
}
