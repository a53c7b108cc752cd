import type { ConversationListItem } from "@/lib/contract/conversations";
import { callApi, sentenceOf } from "./api";
import { refreshConversation, refreshConversations, showChanged, showDeleted } from "./conversations";
import { ownerEvents } from "./owner-events";
import { refreshProjects } from "./projects";
import { endLine, sayLine } from "./side-line";

type Items = readonly ConversationListItem[];

const now = () => new Date().toISOString();
const idsOf = (items: Items) => items.map(({ id }) => id);

/** What a line says of one conversation, or of several. */
export const named = (items: Items) =>
  items.length === 1 ? `“${items[0]?.title}” is` : `${items.length} conversations are`;

/** Changes where conversations stand; shown at once, and taken back when the server says no. @returns whether it has done it */
async function change(items: Items, shown: Items, calls: () => Promise<unknown>): Promise<boolean> {
  showChanged(...shown);
  try {
    await calls();
    return true;
  } catch (error) {
    showChanged(...items);
    sayLine({ text: sentenceOf(error) });
    return false;
  } finally {
    for (const { id } of items) refreshConversation(id);
  }
}

const update = (items: Items, body: object) => callApi("PATCH", "/api/conversations", { ids: idsOf(items), ...body });

export function pin(item: ConversationListItem, isPinned: boolean): Promise<boolean> {
  return change([item], [{ ...item, pinnedAt: isPinned ? now() : null }], () =>
    callApi("PATCH", `/api/conversations/${item.id}`, { pinned: isPinned }),
  );
}

async function setProject(items: Items, projectId: string | null): Promise<boolean> {
  const isDone = await change(
    items,
    items.map((item) => ({ ...item, projectId })),
    () => update(items, { projectId }),
  );
  refreshProjects();
  return isDone;
}

/** `name`: of the project; null = of none */
export async function moveToProject(items: Items, projectId: string | null, name: string | null): Promise<void> {
  const moved = items.filter((item) => item.projectId !== projectId);
  if (moved.length === 0 || !(await setProject(moved, projectId))) return;
  const back = () => {
    for (const [from, those] of Map.groupBy(moved, (item) => item.projectId)) void setProject(those, from);
  };
  sayLine({ text: name === null ? `${named(moved)} in no project.` : `${named(moved)} in “${name}”.`, undo: back });
}

/** Gives each of these the first tags and takes the others away. */
export function changeTags(items: Items, given: readonly string[], taken: readonly string[]): Promise<boolean> {
  const put = (id: string, tagged: boolean) =>
    callApi("PUT", `/api/tags/${id}/conversations`, { ids: idsOf(items), tagged });
  const shown = items.map((item) => ({
    ...item,
    tagIds: [...new Set([...item.tagIds, ...given])].filter((id) => !taken.includes(id)),
  }));
  return change(items, shown, async () => {
    for (const id of given) await put(id, true);
    for (const id of taken) await put(id, false);
  });
}

export async function archive(items: Items): Promise<void> {
  const shown = items.map((item) => ({ ...item, archivedAt: now() }));
  if (!(await change(items, shown, () => update(items, { archived: true })))) return;
  sayLine({ text: `${named(items)} in the archive.`, undo: () => void unarchive(items) });
}

export async function unarchive(items: Items): Promise<boolean> {
  const shown = items.map((item) => ({ ...item, archivedAt: null }));
  const isDone = await change(items, shown, () => update(items, { archived: false }));
  // what it says of the archive is over
  if (isDone) endLine();
  return isDone;
}

/** Deletes several, with a way back for as long as the line stands there. */
export async function removeAll(items: Items): Promise<void> {
  const ids = idsOf(items);
  for (const id of ids) ownerEvents.deleteHere(id);
  showDeleted(ids);
  try {
    await callApi("DELETE", "/api/conversations", { ids });
    sayLine({ text: `${named(items)} deleted.`, undo: () => void restore(items) });
  } catch (error) {
    refreshConversations();
    sayLine({ text: sentenceOf(error) });
  }
  refreshProjects();
}

async function restore(items: Items): Promise<void> {
  for (const { id } of items) ownerEvents.restoreHere(id);
  await change(items, items, () => callApi("POST", "/api/conversations/restore", { ids: idsOf(items) }));
  refreshProjects();
}
