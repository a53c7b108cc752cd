import "server-only";
import type { ConversationView } from "@/lib/conversation/message";
import { childrenByParent, newestLeafUnder } from "@/lib/conversation/tree";
import { getConversation } from "@/lib/db/conversations";
import { listMessageViews, listTreeNodes } from "@/lib/db/messages";
import { withTextSoFar } from "./text-so-far";

export interface OpenConversationInput {
  userId: string;
  conversationId: string;
  /** opens the branch that holds this message instead of the active one */
  messageId?: string | undefined;
}

/** A conversation with the messages of one branch, oldest first; a running answer with its text so far. @throws AppError not_found */
export async function openConversation({ messageId, ...owned }: OpenConversationInput): Promise<ConversationView> {
  const conversation = await getConversation(owned);
  const leafId =
    messageId === undefined
      ? conversation.activeLeafId
      : ((await leafThrough(owned.conversationId, messageId)) ?? conversation.activeLeafId);
  const { id, title, connectionId, model, settings, version } = conversation;
  return {
    id,
    title,
    activeLeafId: leafId,
    connectionId,
    model,
    settings,
    version,
    messages: await withTextSoFar(await listMessageViews(id, leafId)),
  };
}

/** All messages by `seq`. @throws AppError not_found */
export async function openTree(owned: { userId: string; conversationId: string }): Promise<ConversationView> {
  const { id, title, activeLeafId, connectionId, model, settings, version } = await getConversation(owned);
  const messages = await withTextSoFar(await listMessageViews(id, "tree"));
  return { id, title, activeLeafId, connectionId, model, settings, version, messages };
}

async function leafThrough(conversationId: string, messageId: string): Promise<string | null> {
  const nodes = await listTreeNodes(conversationId);
  return nodes.some((node) => node.id === messageId) ? newestLeafUnder(childrenByParent(nodes), messageId) : null;
}
