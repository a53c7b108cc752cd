import "server-only";
import { ensureTag } from "@/lib/db/tags";
import { tellOwner } from "@/lib/stream/owner-feed";

/** A new tag, or the one that has this name already. */
export async function createTag({ userId, name }: { userId: string; name: string }): Promise<{ id: string }> {
  const id = await ensureTag(userId, name);
  tellOwner(userId, { type: "tags-changed" });
  return { id };
}
