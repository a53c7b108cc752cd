import "server-only";
import { deleteProject as remove } from "@/lib/db/projects";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Its conversations stay, in no project. @throws AppError not_found */
export async function deleteProject(owned: { userId: string; projectId: string }): Promise<void> {
  await remove(owned);
  tellOwner(owned.userId, { type: "projects-changed" });
}
