import "server-only";
import { everythingHead } from "@/lib/contract/import";
import { ensureProjects } from "@/lib/db/projects";
import { ensureTag } from "@/lib/db/tags";
import { UnreadableConversation } from "@/lib/import/foreign";
import type { Pause } from "@/lib/import/pace";
import { reasonOf } from "@/lib/import/reason";

/**
 * What an export of everything has besides conversations: projects and tags, made where there are none of these names. What is here
 * already stays as it is.
 * @throws UnreadableConversation
 */
export async function importHead(input: { userId: string; value: unknown; pause: Pause }): Promise<void> {
  const { userId, value, pause } = input;
  const head = everythingHead.safeParse(value);
  if (!head.success) throw new UnreadableConversation(reasonOf(head.error));
  const { projects, tags } = head.data;
  if (projects.length > 0) await ensureProjects(userId, projects);
  for (const tag of tags) {
    await pause();
    await ensureTag(userId, tag);
  }
}
