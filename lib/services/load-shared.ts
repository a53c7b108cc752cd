import "server-only";
import type { ShareContent } from "@/lib/contract/shares";
import type { MessageView } from "@/lib/conversation/message";
import { titleFromQuestion } from "@/lib/conversation/title";
import { getInstructions } from "@/lib/db/conversations";
import { AppError } from "@/lib/errors/app-error";
import { finishedTurns, type SharedConversation, shareOf, withFindsBlack } from "@/lib/share/shared-conversation";
import { openConversation } from "./open-conversation";

interface Owned {
  userId: string;
  conversationId: string;
}
export type ShareExtent = Partial<Pick<ShareContent, "leafId" | "fromId" | "mode">>;

/**
 * The part of a branch that a share is about, finished turns only. Frozen: up to `leafId`. Live: as far as the branch through it goes.
 * @throws AppError not_found, invalid_request when there is nothing to share
 */
export async function loadShareBranch(
  owned: Owned,
  { leafId, fromId, mode = "frozen" }: ShareExtent,
): Promise<{ title: string; leafId: string; messages: readonly MessageView[] }> {
  const conversation = await openConversation({ ...owned, messageId: leafId });
  if (conversation.temporaryUntil !== null)
    throw new AppError("invalid_request", { userMessage: "A temporary conversation cannot be shared. Keep it first." });
  const placeOf = (id: string) => {
    const place = conversation.messages.findIndex((message) => message.id === id);
    if (place < 0) throw new AppError("not_found", { detail: `message ${id}` });
    return place;
  };
  const end = leafId === undefined || mode === "live" ? undefined : placeOf(leafId) + 1;
  if (leafId !== undefined) placeOf(leafId);
  const messages = finishedTurns(conversation.messages.slice(fromId ? placeOf(fromId) : 0, end));
  const last = messages.at(-1);
  if (!last)
    throw new AppError("invalid_request", { userMessage: "There is nothing to share yet: no answer is complete." });
  // Not what was asked for: that may be an answer which runs, and is over when the share is made.
  const first = messages[0]?.parts.map((part) => (part.type === "text" ? part.text : "")).join("") ?? "";
  // One exchange is named by its own question.
  const title = fromId ? titleFromQuestion(first) : conversation.title;
  return { title, leafId: last.id, messages };
}

/** The title is made of the first question: where something of that is hidden, it would give it away. */
function titleFor(title: string, first: MessageView | undefined, { rules }: Pick<ShareContent, "rules">): string {
  const isCovered = rules.some(({ messageId, action }) => messageId === first?.id && action !== "show");
  return isCovered ? untitled : title;
}

export const untitled = "Shared conversation";

/** What readers would get. @throws AppError not_found, invalid_request */
export async function loadShared(
  owned: Owned,
  content: Omit<ShareContent, "expiresInDays">,
): Promise<{ leafId: string; shared: SharedConversation }> {
  const { title, leafId, messages } = await loadShareBranch(owned, content);
  // What comes later nobody looks through, so nothing undecided is shown of it from the first moment on.
  const choices = content.mode === "live" ? withFindsBlack(messages, content, await getInstructions(owned)) : content;
  return { leafId, shared: shareOf(content.title ?? titleFor(title, messages[0], content), messages, choices) };
}
