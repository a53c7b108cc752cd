import "server-only";
import { createHash } from "node:crypto";
import { limits } from "@/lib/config/limits";
import { getConversation } from "@/lib/db/conversations";
import { findMessageById, insertEditedCopy } from "@/lib/db/edits";
import { AppError } from "@/lib/errors/app-error";
import { visibleText } from "@/lib/reasoning/visible-text";
import { tellOwner } from "@/lib/stream/owner-feed";
import { refreshShares } from "./refresh-shares";
import { indexSoon } from "./search-index";

/**
 * An answer in a person's words, beside the one it was made of, which stays as it is. The next request has these words and none of the
 * reasoning that led to others. The same id with the same words again is harmless.
 * @throws AppError not_found, not_an_answer, message_empty, body_too_large, completion_running, id_reused
 */
export async function editAnswer(input: {
  userId: string;
  conversationId: string;
  messageId: string;
  id: string;
  text: string;
}): Promise<{ id: string }> {
  const { userId, conversationId, messageId: of, id } = input;
  await getConversation(input);
  if (Buffer.byteLength(input.text) > limits.messageBytes) throw new AppError("body_too_large", { detail: "answer" });
  const text = visibleText(input.text);
  if (text.trim() === "") throw new AppError("message_empty");
  const bodyHash = `edit:${createHash("sha256")
    .update(JSON.stringify([of, text]))
    .digest("hex")}`;
  const find = (messageId: string) => findMessageById({ userId, conversationId, messageId });
  const isThere = async () => {
    const earlier = await find(id);
    if (!earlier) return false;
    if (!earlier.isMine || earlier.isDeleted || earlier.bodyHash !== bodyHash)
      throw new AppError("id_reused", { detail: id });
    return true;
  };
  if (await isThere()) return { id };
  const original = await find(of);
  if (!original?.isMine || original.isDeleted) throw new AppError("not_found", { detail: `answer ${of}` });
  if (original.role !== "assistant") throw new AppError("not_an_answer", { detail: of });
  if (original.status === "running" || original.status === "waiting")
    throw new AppError("completion_running", { detail: of });
  if (await insertEditedCopy({ id, userId, conversationId, of, text, bodyHash })) {
    indexSoon(id);
    tellOwner(userId, { type: "messages-changed", conversationId });
    void refreshShares(conversationId);
  } else if (!(await isThere())) {
    // It went, or began to run, between two looks.
    throw new AppError("not_found", { detail: `answer ${of}` });
  }
  return { id };
}
