import { useEffect } from "react";
import { readDeviceLeaf, writeDeviceLeaf } from "@/lib/client/device-leaf";
import type { MessageView } from "@/lib/conversation/message";
import type { ConversationController } from "./conversation-controller";
import type { ConversationState } from "./conversation-state";

/** Opens the branch that was read last on this device, unless the address names a message, and remembers the one that is read. */
export function useOwnBranch(
  controller: ConversationController,
  { id, messages, activity }: ConversationState,
  first: { messages: readonly MessageView[] | undefined; messageId: string | undefined },
): void {
  const { messages: asOpened, messageId } = first;
  useEffect(() => {
    const conversationId = controller.store.read().id;
    const own = conversationId && messageId === undefined ? readDeviceLeaf(conversationId) : null;
    if (own) void controller.openOwnBranch(own);
  }, [controller, messageId]);

  const leaf = messages.at(-1);
  const leafId = leaf?.id;
  // what merely came with the page was not chosen here; a running answer is, as soon as the server knows it
  const isChosen = messages !== asOpened && (activity === "idle" || Boolean(leaf?.completion));
  useEffect(() => {
    if (id && leafId && isChosen) writeDeviceLeaf(id, leafId);
  }, [id, leafId, isChosen]);
}
