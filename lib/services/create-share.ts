import "server-only";
import { randomBytes } from "node:crypto";
import type { CreateShare } from "@/lib/contract/shares";
import { withSnapshot } from "@/lib/db/client";
import { insertShare, type ShareRow } from "@/lib/db/shares";
import type { SharedConversation } from "@/lib/share/shared-conversation";
import { loadShared } from "./load-shared";
import { hashPassphrase } from "./share-passphrase";

/** 192 random bits: nobody finds one by trying. */
const tokenBytes = 24;

/**
 * A link to a copy of a branch, with what its owner lets readers see. @returns the token of its address
 * @throws AppError not_found, invalid_request
 */
export async function createShare({
  userId,
  conversationId,
  share,
}: {
  userId: string;
  conversationId: string;
  share: CreateShare;
}): Promise<{ token: string }> {
  const { leafId, shared } = await withSnapshot(() => loadShared({ userId, conversationId }, share));
  const token = randomBytes(tokenBytes).toString("base64url");
  const passphraseHash = share.passphrase ? await hashPassphrase(share.passphrase) : null;
  const row = { ...rowOf(share, { leafId, shared }), passphraseHash };
  await insertShare({ userId, conversationId, token, row, content: JSON.stringify(shared) });
  return { token };
}

const dayMs = 86_400_000;

/** What is stored of a decision, without its passphrase. */
export function rowOf(
  share: CreateShare,
  { leafId, shared }: { leafId: string; shared: SharedConversation },
): Omit<ShareRow, "passphraseHash"> {
  const { mode, fromId = null, reasoning, tools, figures, cardTitle, rules, expiresInDays } = share;
  const { indexable, continuable, frameAncestors } = share;
  return {
    ...{ title: shared.title, mode, leafId, fromId, indexable, continuable, frameAncestors },
    choices: { reasoning, tools, figures, cardTitle, rules },
    expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * dayMs),
  };
}
