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
  try {
    // of this branch, which need not be the active one
    const page = await read(store, `message=${store.read().messages.at(-1)?.id}`);
    store.set({ ...mergePage(store.read(), page), problem: null });
    return true;
  } catch (error) {
    store.set({ problem: sentenceOf(error) });
    return false;
  }
}

/** Another version of a message, with what follows it. @throws ApiError */
export async function loadAround(store: ConversationStore, messageId: string): Promise<void> {
  const page = await read(store, `around=${messageId}`);
  store.set({ ...mergePage(store.read(), page), problem: null });
}

function read(store: ConversationStore, query: string): Promise<ConversationPageView> {
  return callApi("GET", `/api/conversations/${store.read().id}?limit=${pageMessages}&${query}`);
}
