import "server-only";
import { type OwnedTag, renameTag as rename } from "@/lib/db/tags";
import { tellOwner } from "@/lib/stream/owner-feed";

/** @throws AppError not_found, name_taken */
export async function renameTag({ name, ...owned }: OwnedTag & { name: string }): Promise<void> {
  await rename(owned, name);
  tellOwner(owned.userId, { type: "tags-changed" });
}
