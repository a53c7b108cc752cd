import "server-only";
import { randomBytes } from "node:crypto";
import { limits } from "@/lib/config/limits";
import type { CreateShare, UpdateShare } from "@/lib/contract/shares";
import { withSnapshot } from "@/lib/db/client";
import { insertShare, type ShareRow } from "@/lib/db/shares";
import { AppError } from "@/lib/errors/app-error";
import type { SharedConversation } from "@/lib/share/shared-conversation";
import { loadShared } from "./load-shared";
import { refreshShares } from "./refresh-shares";
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
  const row = { expiresAt: null, ...rowOf(share, { leafId, shared }), passphraseHash };
  await insertShare({ userId, conversationId, token, row, content: contentOf(shared) });
  // What happened since it was read.
  if (share.mode === "live") await refreshShares(conversationId);
  return { token };
}

/** @throws AppError body_too_large */
export function contentOf(shared: SharedConversation): string {
  const content = JSON.stringify(shared);
  if (content.length > limits.shareCharacters)
    throw new AppError("body_too_large", {
      detail: `${content.length} characters`,
      userMessage:
        "This is too long to be shared in one page. Share a single exchange, or hide what readers do not need.",
    });
  return content;
}

const dayMs = 86_400_000;

/** What is stored of a decision, without its passphrase. */
export function rowOf(
  share: CreateShare | UpdateShare,
  { leafId, shared }: { leafId: string; shared: SharedConversation },
): Omit<ShareRow, "passphraseHash" | "expiresAt"> & { expiresAt?: Date | null } {
  const { mode, fromId = null, reasoning, tools, figures, cardTitle, rules, words, expiresInDays } = share;
  const { indexable, continuable, frameAncestors } = share;
  return {
    ...{ title: shared.title, mode, leafId, fromId, indexable, continuable, frameAncestors },
    choices: { reasoning, tools, figures, cardTitle, rules, words },
    ...(expiresInDays === undefined
      ? {}
      : { expiresAt: expiresInDays === null ? null : new Date(Date.now() + expiresInDays * dayMs) }),
  };
}
