import "server-only";
import type { ShareList, ShareView } from "@/lib/contract/shares";
import { listShares as list, type StoredShare } from "@/lib/db/shares";

export const shareUrl = (origin: string, token: string): string => `${origin}/share/${token}`;

/** The caller's links, revoked ones too, newest first. */
export async function listShares(input: {
  userId: string;
  conversationId?: string | undefined;
  origin: string;
}): Promise<ShareList> {
  const rows = await list(input.userId, input.conversationId);
  return { shares: rows.map((row) => toView(row, input.origin)) };
}

function toView(row: StoredShare, origin: string): ShareView {
  const { token, choices, passphraseHash, expiresAt, revokedAt, createdAt, updatedAt, id: key, ...rest } = row;
  return {
    ...rest,
    ...choices,
    ...{ key, rules: [...choices.rules], words: [...choices.words] },
    id: token,
    url: token === null ? null : shareUrl(origin, token),
    audience: passphraseHash === null ? "link" : "passphrase",
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
