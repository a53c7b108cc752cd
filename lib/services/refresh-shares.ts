import "server-only";
import { log } from "@/lib/config/log";
import { findLivingAncestor } from "@/lib/db/branches";
import { withSnapshot } from "@/lib/db/client";
import { getInstructions } from "@/lib/db/conversations";
import { listLiveShares, readShareContent, replaceLiveContent } from "@/lib/db/shares";
import { AppError } from "@/lib/errors/app-error";
import { shareOf, withFindsBlack } from "@/lib/share/shared-conversation";
import { loadShareBranch, untitled } from "./load-shared";

/** An owner who publishes at the same moment goes first; more often than this nobody does. */
const maxRounds = 5;

/**
 * Shares that follow this conversation get what it is now. Called when a turn has ended and when messages came or went; never fails
 * loudly: what was published before stays.
 */
export async function refreshShares(conversationId: string): Promise<void> {
  for (let round = 0; round < maxRounds; round += 1) {
    try {
      const shares = await listLiveShares(conversationId);
      const done = await Promise.all(shares.map((share) => refresh(conversationId, share)));
      if (done.every(Boolean)) return;
    } catch (error) {
      log().error({ err: error, conversationId }, "live shares not read");
      return;
    }
  }
}

/** @returns false when it was published anew meanwhile: by other rules, perhaps */
async function refresh(
  conversationId: string,
  share: Awaited<ReturnType<typeof listLiveShares>>[number],
): Promise<boolean> {
  const { id, userId, leafId, title, choices, version } = share;
  try {
    const owned = { userId, conversationId };
    const [messages, instructions] = [await withSnapshot(() => branchOf(owned, leafId)), await getInstructions(owned)];
    const safe = withFindsBlack(messages, choices, instructions);
    // The title is made of what was said.
    const content = JSON.stringify(shareOf(messages.length === 0 ? untitled : title, messages, safe));
    if (content === (await readShareContent(id, version))) return true;
    return await replaceLiveContent({ userId, shareId: id, version, content });
  } catch (error) {
    log().error({ err: error, conversationId, shareId: id }, "live share not brought up to date");
    return true;
  }
}

/**
 * As far as the branch goes. Of one whose end was deleted what stands above that: another branch beside it was never shared. Nothing, when
 * all of it is gone.
 */
async function branchOf(owned: { userId: string; conversationId: string }, leafId: string) {
  const livingId = await findLivingAncestor(owned.conversationId, leafId);
  if (livingId === null) return [];
  try {
    const mode = livingId === leafId ? "live" : "frozen";
    return (await loadShareBranch(owned, { leafId: livingId, mode })).messages;
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid_request")) return [];
    throw error;
  }
}
