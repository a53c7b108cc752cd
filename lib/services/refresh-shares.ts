import "server-only";
import { log } from "@/lib/config/log";
import { withSnapshot } from "@/lib/db/client";
import { listLiveShares, readShareContent, republishShare } from "@/lib/db/shares";
import { AppError } from "@/lib/errors/app-error";
import { shareOf } from "@/lib/share/shared-conversation";
import { loadShareBranch } from "./load-shared";

/**
 * Shares that follow this conversation get what it is now. Called when a turn has ended and when messages came or went; never fails
 * loudly: what was published before stays.
 */
export async function refreshShares(conversationId: string): Promise<void> {
  try {
    for (const share of await listLiveShares(conversationId)) {
      const { id, userId, leafId, fromId, title, choices, version } = share;
      const messages = await withSnapshot(() => branchOf({ userId, conversationId }, { leafId, fromId }));
      // The title is made of what was said.
      const shown = messages.length === 0 ? "Shared conversation" : title;
      const content = JSON.stringify(shareOf(shown, messages, choices));
      if (content === (await readShareContent(id, version))) continue;
      await republishShare({ userId, shareId: id, row: { leafId }, content });
    }
  } catch (error) {
    log().error({ err: error, conversationId }, "live share not brought up to date");
  }
}

/** What was shared may be deleted by now: then there is nothing to see, until it is brought back. */
async function branchOf(
  owned: { userId: string; conversationId: string },
  { leafId, fromId }: { leafId: string; fromId: string | null },
) {
  try {
    return (await loadShareBranch(owned, { leafId, fromId, mode: "live" })).messages;
  } catch (error) {
    if (error instanceof AppError && (error.code === "not_found" || error.code === "invalid_request")) return [];
    throw error;
  }
}
