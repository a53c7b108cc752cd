import "server-only";
import type { UpdateShare } from "@/lib/contract/shares";
import { withSnapshot } from "@/lib/db/client";
import { getOwnShare, republishShare } from "@/lib/db/shares";
import { AppError } from "@/lib/errors/app-error";
import { contentOf, rowOf } from "./create-share";
import { loadShared } from "./load-shared";
import { refreshShares } from "./refresh-shares";
import { hashPassphrase } from "./share-passphrase";

/** The conversation as it is now, with what was decided anew, under the same address. @throws AppError not_found, invalid_request */
export async function updateShare({
  userId,
  token,
  share,
}: {
  userId: string;
  token: string;
  share: UpdateShare;
}): Promise<void> {
  const before = await getOwnShare(userId, token);
  if (before.revokedAt !== null) throw new AppError("not_found", { detail: "a revoked share" });
  const owned = { userId, conversationId: before.conversationId };
  const { leafId, shared } = await withSnapshot(() => loadShared(owned, share));
  const { passphrase } = share;
  const changed = passphrase === undefined ? {} : { passphraseHash: passphrase && (await hashPassphrase(passphrase)) };
  await republishShare({
    ...{ userId, shareId: before.id, content: contentOf(shared) },
    row: { ...rowOf(share, { leafId, shared }), ...changed },
  });
  if (share.mode === "live") await refreshShares(before.conversationId);
}
