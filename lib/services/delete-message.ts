import "server-only";
import { limits } from "@/lib/config/limits";
import type { DeleteResult } from "@/lib/contract/messages";
import { hideSubtree, restoreSubtree } from "@/lib/db/deletions";
import { requestStop } from "@/lib/db/leases";
import { bus } from "@/lib/stream/bus";
import { stopChannel } from "@/lib/stream/control";
import { tellOwner } from "@/lib/stream/owner-feed";
import { findRunning } from "@/lib/stream/running";
import { refreshShares } from "./refresh-shares";
import { indexSoon } from "./search-index";

interface OneMessage {
  userId: string;
  conversationId: string;
  messageId: string;
}

/** Hides a message with everything under it and ends what runs in it; `restoreMessage` undoes it for a while. @throws AppError not_found */
export async function deleteMessage(input: OneMessage): Promise<DeleteResult> {
  const { userId, conversationId } = input;
  const { runningIds, ...hidden } = await hideSubtree(input);
  for (const completionId of runningIds) {
    const here = findRunning(completionId);
    if (here) here.stop();
    else {
      // It runs in another process, or its turn was stored a moment ago: the row is seen with the next sign of life.
      bus().publish(stopChannel, completionId);
      await requestStop({ userId, completionId });
    }
  }
  tellOwner(userId, { type: "messages-changed", conversationId });
  void refreshShares(conversationId);
  return { ...hidden, undoMs: limits.undoMs };
}

/** Undoes a deletion: everything is as it was, and can be found again. @throws AppError not_found, parent_deleted */
export async function restoreMessage(input: OneMessage): Promise<{ activeLeafId: string | null }> {
  const { userId, conversationId } = input;
  const { ids, activeLeafId } = await restoreSubtree(input);
  for (const id of ids) indexSoon(id);
  tellOwner(userId, { type: "messages-changed", conversationId });
  void refreshShares(conversationId);
  return { activeLeafId };
}
