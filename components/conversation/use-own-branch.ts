import { useEffect, useRef } from "react";
import { readDeviceLeaf, writeDeviceLeaf } from "@/lib/client/device-leaf";
import type { MessageView } from "@/lib/conversation/message";
import type { ConversationController } from "./conversation-controller";
import type { ConversationState } from "./conversation-state";

/** Opens the branch that was read last on this device, unless the address names a message, and remembers the one that is read. */
export function useOwnBranch(
  controller: ConversationController,
  { id, messages, nextCursor, activity }: ConversationState,
  first: { messages: readonly MessageView[] | undefined; messageId: string | undefined },
): void {
  const { messages: asOpened, messageId } = first;
  useEffect(() => {
    const conversationId = controller.store.read().id;
    const own = conversationId && messageId === undefined ? readDeviceLeaf(conversationId) : null;
    if (own) void controller.openOwnBranch(own);
  }, [controller, messageId]);

  const leaf = nextCursor === null ? messages.at(-1) : undefined;
  const leafId = leaf?.id;
  const openedLeafId = asOpened?.at(-1)?.id;
  // a running answer is one's own as soon as the server knows it: a reload in mid-answer stays with it
  const isFollowed = activity !== "idle" && Boolean(leaf?.completion);
  const isChosen = useRef(false);
  useEffect(() => {
    if (!id || !leafId || (activity !== "idle" && !isFollowed)) return;
    // what merely came with the page was not chosen here
    isChosen.current ||= isFollowed || leafId !== openedLeafId;
    if (isChosen.current) writeDeviceLeaf(id, leafId);
  }, [id, leafId, openedLeafId, activity, isFollowed]);
}
