import type { ShareReview, ShareView } from "@/lib/contract/shares";
import { newSince, type ShareDraft } from "./share-draft";

/** What was decided and not published when the dialog was closed, while this page is open. By conversation and first message. */
const kept = new Map<string, { draft: ShareDraft; leafId: string }>();

export const keepDraft = (key: string, draft: ShareDraft, { leafId }: Pick<ShareReview, "leafId">): void =>
  void kept.set(key, { draft, leafId });

export const dropDraft = (key: string): void => void kept.delete(key);

/**
 * What was left undone about this branch, as it was; null = nothing, or it was about another branch. What was written since is no part of a
 * frozen link that exists until somebody wants it. `share`: the link there is now.
 */
export function keptDraft(key: string, share: ShareView | null, review: ShareReview): ShareDraft | null {
  const found = kept.get(key);
  if (!found || !review.messages.some(({ id }) => id === found.leafId)) return null;
  const { draft, leafId } = found;
  const since = share && draft.mode === "frozen" ? newSince({ leafId }, review) : [];
  // Without a link there is no end that it could keep.
  const expiresInDays = share === null && draft.expiresInDays === undefined ? 30 : draft.expiresInDays;
  return { ...draft, expiresInDays, hidden: new Set([...draft.hidden, ...since]) };
}
