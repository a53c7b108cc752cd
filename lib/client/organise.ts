import type { ConversationListItem } from "@/lib/contract/conversations";
import { callApi, sentenceOf } from "./api";
import { refreshConversation, showChanged } from "./conversations";
import { refreshProjects } from "./projects";
import { sayLine } from "./side-line";

/** Changes where a conversation stands; shown at once, and taken back when the server says no. */
async function change(item: ConversationListItem, body: object, shown: ConversationListItem): Promise<boolean> {
  showChanged(shown);
  try {
    await callApi("PATCH", `/api/conversations/${item.id}`, body);
    return true;
  } catch (error) {
    showChanged(item);
    sayLine({ text: sentenceOf(error) });
    return false;
  } finally {
    refreshConversation(item.id);
    if ("projectId" in body) refreshProjects();
  }
}

const now = () => new Date().toISOString();

export function pin(item: ConversationListItem, isPinned: boolean): Promise<boolean> {
  return change(item, { pinned: isPinned }, { ...item, pinnedAt: isPinned ? now() : null });
}

/** @returns whether the server has done it */
export function moveToProject(item: ConversationListItem, projectId: string | null): Promise<boolean> {
  return change(item, { projectId }, { ...item, projectId });
}

/** Gives each of these the first tags and takes the others away. @returns whether the server has done it */
export async function changeTags(
  items: readonly ConversationListItem[],
  given: readonly string[],
  taken: readonly string[],
): Promise<boolean> {
  const ids = items.map(({ id }) => id);
  const withTags = (item: ConversationListItem) => [...new Set([...item.tagIds, ...given])];
  showChanged(...items.map((item) => ({ ...item, tagIds: withTags(item).filter((id) => !taken.includes(id)) })));
  try {
    for (const id of given) await callApi("PUT", `/api/tags/${id}/conversations`, { ids, tagged: true });
    for (const id of taken) await callApi("PUT", `/api/tags/${id}/conversations`, { ids, tagged: false });
    return true;
  } catch (error) {
    showChanged(...items);
    sayLine({ text: sentenceOf(error) });
    return false;
  } finally {
    for (const id of ids) refreshConversation(id);
  }
}

export async function archive(item: ConversationListItem): Promise<void> {
  if (!(await change(item, { archived: true }, { ...item, archivedAt: now() }))) return;
  sayLine({ text: `“${item.title}” is in the archive.`, undo: () => void unarchive(item) });
}

export function unarchive(item: ConversationListItem): Promise<boolean> {
  return change(item, { archived: false }, { ...item, archivedAt: null });
}
