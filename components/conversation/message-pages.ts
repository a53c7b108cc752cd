import { callApi, sentenceOf } from "@/lib/client/api";
import { pageMessages } from "@/lib/contract/pages";
import type { ConversationPageView } from "@/lib/conversation/message";
import type { ConversationStore } from "./conversation-state";
import { mergePage } from "./merge-page";

// Messages that did not come with the page, fetched when the person comes near them, as is this file.

/** Puts the messages before those on the page there too. @throws ApiError */
export async function loadOlder(store: ConversationStore): Promise<void> {
  const { previousCursor: asked } = store.read();
  if (asked === null) return;
  const page = await read(store, `before=${asked}`);
  const { messages, previousCursor } = store.read();
  // meanwhile it may have become another branch
  if (previousCursor === asked)
    store.set({ messages: [...page.messages, ...messages], previousCursor: page.previousCursor });
}

/** Puts the messages after those on the page there too. @throws ApiError */
export async function loadNewer(store: ConversationStore): Promise<void> {
  const { nextCursor: asked } = store.read();
  if (asked === null) return;
  const page = await read(store, `after=${asked}`);
  const { messages, nextCursor } = store.read();
  if (nextCursor === asked) store.set({ messages: [...messages, ...page.messages], nextCursor: page.nextCursor });
}

/** The end of the branch, when the page stands in its middle. False: it could not be read, and that is said. */
export async function loadLatest(store: ConversationStore): Promise<boolean> {
  const page = await readLatest(store);
  if (page) store.set({ ...mergePage(store.read(), page), problem: null });
  return page !== null;
}

/** The end of this branch, which need not be the active one, without showing it. Null: it could not be read, and that is said. */
export async function readLatest(store: ConversationStore): Promise<ConversationPageView | null> {
  try {
    return await read(store, `message=${store.read().messages.at(-1)?.id}`);
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return null;
  }
}

/** Another version of a message, with what follows it. @throws ApiError */
export async function loadAround(store: ConversationStore, messageId: string): Promise<void> {
  const page = await read(store, `around=${messageId}`);
  store.set({ ...mergePage(store.read(), page), problem: null });
}

/**
 * The active branch as it is after a change: its end, and where that lies far from `nearId`, what is around that message.
 * @throws ApiError
 */
export async function loadChanged(store: ConversationStore, nearId: string | null): Promise<void> {
  const end = await read(store, "");
  const isNear = nearId === null || !end.hasMore || end.messages.some(({ id }) => id === nearId);
  const page = isNear ? end : await read(store, `around=${nearId}`);
  store.set({ ...mergePage(store.read(), page), problem: null });
}

/**
 * The page stands in the middle of its branch, where nothing new can be seen, but something may have gone: with its last message, and then
 * the branch is shown as it is now. @throws ApiError
 */
export async function lookAgain(store: ConversationStore, nearId: string | null): Promise<void> {
  const { messages } = store.read();
  const lastId = messages.at(-1)?.id;
  const page = await read(store, `around=${lastId}`);
  const isThere = page.messages.some(({ id }) => id === lastId);
  if (!isThere && store.read().messages === messages) await loadChanged(store, nearId);
}

/** Shows a message that may not be on the page. False: it could not be read, and that is said. */
export async function reveal(store: ConversationStore, messageId: string): Promise<boolean> {
  const { messages, live } = store.read();
  if (messages.some(({ id }) => id === messageId)) return true;
  // a question that is not stored yet stands nowhere but here
  if (live && !live.message.completion) return false;
  try {
    await loadAround(store, messageId);
    return store.read().messages.some(({ id }) => id === messageId);
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return false;
  }
}

function read(store: ConversationStore, query: string): Promise<ConversationPageView> {
  return callApi("GET", `/api/conversations/${store.read().id}?limit=${pageMessages}&${query}`);
}
