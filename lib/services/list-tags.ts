import "server-only";
import type { TagList } from "@/lib/contract/tags";
import { listTags as list } from "@/lib/db/tags";

export async function listTags({ userId }: { userId: string }): Promise<TagList> {
  return { tags: await list(userId) };
}
