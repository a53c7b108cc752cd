import "server-only";
import type { ConversationPageView, ConversationView } from "@/lib/conversation/message";
import { type BranchNode, findNewestLeaf, findParent, listBranchFrom, listBranchTo } from "@/lib/db/branches";
import { getConversation, type VersionedConversation } from "@/lib/db/conversations";
import { listMessageViews, listTreeViews } from "@/lib/db/messages";
import { AppError } from "@/lib/errors/app-error";
import { withTextSoFar } from "./text-so-far";

interface Owned {
  userId: string;
  conversationId: string;
}

/** Where a page of a branch stands; nothing = at the end of the active one. */
export interface PagePlace {
  /** the messages before this one */
  before?: string | undefined;
  /** the messages after this one, always by the newest child */
  after?: string | undefined;
  /** this one in the middle, on the branch through it; the end of the active branch when it does not exist */
  around?: string | undefined;
  /** its end, of the branch through this message; of the active one when it does not exist */
  through?: string | undefined;
}

/** How many messages a page holds at most. */
export interface PageSize {
  limit: number;
  /** so many of the end of a branch that is longer than `limit`; absent: the same */
  longLimit?: number;
}

/** A branch, oldest first, the active one unless asked for otherwise; a running answer with its text so far. @throws AppError not_found */
export async function openConversation({
  messageId,
  ...owned
}: Owned & { messageId?: string | undefined }): Promise<ConversationView> {
  const conversation = await branchThrough(await getConversation(owned), messageId);
  const { id: conversationId, activeLeafId: leafId } = conversation;
  return toView(conversation, leafId === null ? [] : await listBranchTo({ conversationId, leafId, limit: null }));
}

/** All messages by `seq`. @throws AppError not_found */
export async function openTree(owned: Owned): Promise<ConversationView> {
  const conversation = await getConversation(owned);
  return { ...head(conversation), messages: await withTextSoFar(await listTreeViews(conversation.id)) };
}

/**
 * A part of a branch, oldest first, at the cost of its own length: of what stands before it only the next message is looked at.
 * @throws AppError not_found, also for a `before` or `after` that is not in this conversation
 */
export async function openPage({
  before,
  after,
  around,
  through,
  limit,
  longLimit = limit,
  ...owned
}: Owned & PagePlace & PageSize): Promise<ConversationPageView> {
  const conversation = await branchThrough(await getConversation(owned), through);
  const { id: conversationId, activeLeafId } = conversation;
  if (after !== undefined) {
    if ((await findParent(conversationId, after)) === undefined) throw missing(after);
    const nodes = await listBranchFrom({ conversationId, fromId: after, limit: limit + 1 });
    return toPage(conversation, { nodes: nodes.slice(0, limit), hasMore: true, hasNewer: nodes.length > limit });
  }
  if (around !== undefined) {
    const leafId = await findNewestLeaf(conversationId, around);
    if (leafId !== null) {
      const half = Math.floor(limit / 2);
      const newer = await listBranchFrom({ conversationId, fromId: around, limit: half + 1 });
      const shown = newer.slice(0, half);
      // what the branch has not below the message is shown above it
      const page = await pageTo(conversationId, around, limit - shown.length);
      const nodes = [...page.nodes, ...shown];
      return toPage({ ...conversation, activeLeafId: leafId }, { ...page, nodes, hasNewer: newer.length > half });
    }
  }
  const leafId = before === undefined ? activeLeafId : await findParent(conversationId, before);
  if (leafId === undefined) throw missing(before);
  return toPage(conversation, { ...(await pageTo(conversationId, leafId, limit, longLimit)), hasNewer: false });
}

async function branchThrough(
  conversation: VersionedConversation,
  messageId: string | undefined,
): Promise<VersionedConversation> {
  const leafId = messageId === undefined ? null : await findNewestLeaf(conversation.id, messageId);
  return leafId === null ? conversation : { ...conversation, activeLeafId: leafId };
}

interface PageNodes {
  nodes: BranchNode[];
  /** there are older ones */
  hasMore: boolean;
}

async function pageTo(
  conversationId: string,
  leafId: string | null,
  limit: number,
  longLimit = limit,
): Promise<PageNodes> {
  const nodes = leafId === null ? [] : await listBranchTo({ conversationId, leafId, limit: limit + 1 });
  const hasMore = nodes.length > limit;
  return { nodes: nodes.slice(-(hasMore ? longLimit : limit)), hasMore };
}

async function toPage(
  conversation: VersionedConversation,
  { nodes, hasMore, hasNewer }: PageNodes & { hasNewer: boolean },
): Promise<ConversationPageView> {
  const view = await toView(conversation, nodes);
  return {
    ...view,
    hasMore,
    previousCursor: hasMore ? (nodes[0]?.id ?? null) : null,
    nextCursor: hasNewer ? (nodes.at(-1)?.id ?? null) : null,
  };
}

async function toView(conversation: VersionedConversation, nodes: BranchNode[]): Promise<ConversationView> {
  const messages = await withTextSoFar(await listMessageViews(conversation.id, nodes));
  return { ...head(conversation), messages };
}

const head = ({ temporaryUntil, ...conversation }: VersionedConversation) => {
  const { id, title, activeLeafId, connectionId, model, settings, version } = conversation;
  return {
    ...{ id, title, activeLeafId, connectionId, model, settings, version },
    temporaryUntil: temporaryUntil?.toISOString() ?? null,
  };
};

const missing = (messageId: string | undefined) => new AppError("not_found", { detail: `message ${messageId}` });
