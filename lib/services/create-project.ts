import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { insertProject } from "@/lib/db/projects";
import { tellOwner } from "@/lib/stream/owner-feed";

export async function createProject({
  userId,
  ...project
}: {
  userId: string;
  name: string;
  instructions: string;
  settings: Settings;
}): Promise<{ id: string }> {
  const id = await insertProject(userId, project);
  tellOwner(userId, { type: "projects-changed" });
  return { id };
}
