import "server-only";
import type { ProjectList } from "@/lib/contract/projects";
import { listProjects as list } from "@/lib/db/projects";

export async function listProjects({ userId }: { userId: string }): Promise<ProjectList> {
  return { projects: await list(userId) };
}
