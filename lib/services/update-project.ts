import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { updateProject as update } from "@/lib/db/projects";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Counts for the messages to come: what was sent is stored with each request. @throws AppError not_found */
export async function updateProject({
  userId,
  projectId,
  name,
  instructions,
  settings,
}: {
  userId: string;
  projectId: string;
  name?: string | undefined;
  instructions?: string | undefined;
  settings?: Settings | undefined;
}): Promise<void> {
  await update(
    { userId, projectId },
    {
      ...(name === undefined ? {} : { name }),
      ...(instructions === undefined ? {} : { instructions }),
      ...(settings === undefined ? {} : { settings }),
    },
  );
  tellOwner(userId, { type: "projects-changed" });
}
