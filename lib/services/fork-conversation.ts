import "server-only";
import { importBody } from "@/lib/contract/import";
import type { ConversationView, MessageView } from "@/lib/conversation/message";
import { branchTo } from "@/lib/conversation/tree";
import { getConversation } from "@/lib/db/conversations";
import { AppError } from "@/lib/errors/app-error";
import { exportJson } from "./export-conversation";
import { importConversation } from "./import-conversation";

/**
 * A new conversation with copies, under ids of their own, of one branch or of the whole tree: all that an export holds, so the next turn
 * there sends back what it would have sent here, in the same project, and their stars and names. Neither pinned nor archived. Nothing is paid a second time. `leafId`: any message;
 * absent = the active leaf.
 * @throws AppError not_found, completion_running
 */
export async function forkConversation(input: {
  userId: string;
  conversationId: string;
  leafId?: string | undefined;
  scope: "branch" | "tree";
}): Promise<{ id: string }> {
  const { userId, conversationId, scope } = input;
  const { title, activeLeafId, projectId } = await getConversation(input);
  const leafId = input.leafId ?? activeLeafId;
  if (leafId === null) throw new AppError("not_found", { detail: "an empty conversation" });
  const choose = (tree: ConversationView) => chosen(tree.messages, leafId, scope);
  const file = importBody.parse(await exportJson({ userId, conversationId }, choose));
  const isInFile = file.messages.some(({ id }) => id === activeLeafId);
  const now = new Date().toISOString();
  return importConversation({
    ...{ userId, projectId, forkedFromId: conversationId },
    file: {
      ...file,
      title: `${title.slice(0, 190)} (fork)`,
      titleSource: "person",
      ...{ createdAt: now, lastActivityAt: now, pinnedAt: null, archivedAt: null },
      activeLeafId: scope === "tree" && isInFile ? activeLeafId : leafId,
    },
  });
}

function chosen(messages: MessageView[], leafId: string, scope: "branch" | "tree"): MessageView[] {
  const byId = new Map(messages.map((message, seq) => [message.id, { ...message, seq }]));
  if (!byId.has(leafId)) throw new AppError("not_found", { detail: `message ${leafId}` });
  const branch = new Set(scope === "branch" ? branchTo(byId, leafId).map(({ id }) => id) : byId.keys());
  // What a continuation has kept is the unfinished answer's: its requests need that one's calls.
  for (const id of branch) {
    const continuesId = byId.get(id)?.continuesId;
    if (continuesId && byId.has(continuesId)) branch.add(continuesId);
  }
  const kept = messages.filter(({ id }) => branch.has(id));
  const open = kept.find(({ status }) => status === "running" || status === "waiting");
  if (open) throw new AppError("completion_running", { detail: open.id });
  return kept;
}
