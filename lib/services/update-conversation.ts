import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { updateConversation as update } from "@/lib/db/conversations";
import { requireProject } from "@/lib/db/projects";
import { tellOwner } from "@/lib/stream/owner-feed";
import { chooseModel } from "./choose-model";

/**
 * Renames, pins, archives, moves to a project, keeps a temporary one, or changes model and settings of the messages to come.
 * @throws AppError not_found, also for a foreign connection or project; changed_elsewhere when another version is stored than the one it is meant for
 */
export async function updateConversation(input: {
  userId: string;
  conversationId: string;
  title?: string | undefined;
  settings?: Settings | undefined;
  model?: string | undefined;
  connectionId?: string | undefined;
  projectId?: string | null | undefined;
  pinned?: boolean | undefined;
  archived?: boolean | undefined;
  temporary?: false | undefined;
  version?: number | undefined;
}): Promise<void> {
  const {
    userId,
    conversationId,
    title,
    settings,
    model,
    connectionId,
    projectId,
    pinned,
    archived,
    temporary,
    version,
  } = input;
  if (connectionId !== undefined) await chooseModel({ userId, connectionId, model: model ?? "any" }, null);
  if (typeof projectId === "string") await requireProject({ userId, projectId });
  await update({
    userId,
    conversationId,
    ...(title === undefined ? {} : { title }),
    ...(settings === undefined ? {} : { settings }),
    ...(model === undefined ? {} : { model }),
    ...(connectionId === undefined ? {} : { connectionId }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(pinned === undefined ? {} : { pinned }),
    ...(archived === undefined ? {} : { archived }),
    ...(temporary === undefined ? {} : { temporary }),
    ...(version === undefined ? {} : { version }),
  });
  tellOwner(userId, { type: "conversation-changed", conversationId });
}
