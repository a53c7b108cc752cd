import { callApi, sentenceOf } from "@/lib/client/api";
import { newId } from "@/lib/client/new-id";
import type { DeleteResult } from "@/lib/contract/messages";
import type { ConversationState, ConversationStore } from "./conversation-state";
import { loadAround, loadChanged } from "./message-pages";

// What people do to the tree beside asking: fetched with the first of it. What cannot be done is said.

/** An answer in the person's words, beside the one it was made of. @returns whether it is stored */
export function editAnswer(store: ConversationStore, of: string, text: string): Promise<boolean> {
  const act = async (path: string) => {
    await callApi("POST", `${path}/messages/${of}/edit`, { id: newId(), text });
    return { editing: null };
  };
  return change(store, act, null);
}

/** Deletes a message with everything under it. */
export function remove(store: ConversationStore, messageId: string): Promise<boolean> {
  const siblings = store.read().messages.find(({ id }) => id === messageId)?.siblings ?? [];
  const at = siblings.indexOf(messageId);
  const act = async (path: string) => {
    const { messages, undoMs } = await callApi<DeleteResult>("DELETE", `${path}/messages/${messageId}`);
    return { removed: { messageId, messages, undoMs } };
  };
  // near the version that takes its place
  return change(store, act, siblings[at - 1] ?? siblings[at + 1] ?? null);
}

/** Brings back what was deleted last. */
export function undo(store: ConversationStore): Promise<boolean> {
  const { removed } = store.read();
  const act = async (path: string) => {
    if (removed) await callApi("POST", `${path}/messages/${removed.messageId}/restore`);
    return { removed: null };
  };
  return change(store, act, removed?.messageId ?? null);
}

/** Copies the branch up to a message into a conversation of its own. @returns its id; null when it could not be made */
export async function fork(store: ConversationStore, leafId: string): Promise<string | null> {
  try {
    const path = `/api/conversations/${store.read().id}/fork`;
    return (await callApi<{ id: string }>("POST", path, { leafId, scope: "branch" })).id;
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return null;
  }
}

/** Another version of a message, on this device from now on. @returns whether it is chosen */
export async function chooseVersion(store: ConversationStore, messageId: string): Promise<boolean> {
  try {
    await callApi("PUT", `/api/conversations/${store.read().id}/branch`, { leafId: messageId });
    await loadAround(store, messageId);
    return true;
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return false;
  }
}

/** A change of the tree at the server, and the branch as it is then, near a message. */
async function change(
  store: ConversationStore,
  act: (path: string) => Promise<Partial<ConversationState>>,
  nearId: string | null,
): Promise<boolean> {
  const { id } = store.read();
  if (!id) return false;
  try {
    const done = await act(`/api/conversations/${id}`);
    await loadChanged(store, nearId);
    store.set(done);
    return true;
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return false;
  }
}
