import "server-only";
import { type OwnedTag, deleteTag as remove } from "@/lib/db/tags";
import { tellOwner } from "@/lib/stream/owner-feed";

/** Takes it from every conversation that has it. @throws AppError not_found */
export async function deleteTag(owned: OwnedTag): Promise<void> {
  await remove(owned);
  tellOwner(owned.userId, { type: "tags-changed" });
}
