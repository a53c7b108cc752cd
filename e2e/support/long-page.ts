import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { longConversation } from "./long-conversation";
import { answers } from "./page";

export interface LongPage {
  /** below /api/conversations */
  id: string;
  path: string;
  /** of its messages, oldest first: questions at even places */
  ids: string[];
}

/** A conversation of twice as many messages; `words`: said in the question with this number. */
export async function makeLong(
  request: APIRequestContext,
  turns: number,
  words: Record<number, string> = {},
): Promise<LongPage> {
  const taken = await request.post("/api/conversations/import", { data: longConversation(turns, words) });
  expect(taken.status()).toBe(201);
  const { id } = await taken.json();
  const { messages } = await (await request.get(`/api/conversations/${id}`)).json();
  return { id, path: `/c/${id}`, ids: messages.map((message: { id: string }) => message.id) };
}

export const message = (page: Page, id: string | undefined) => page.locator(`[data-message-id="${id}"]`);

/** Ids of the messages of the active branch. */
export async function storedIds(request: APIRequestContext, id: string): Promise<string[]> {
  const { messages } = await (await request.get(`/api/conversations/${id}`)).json();
  return messages.map((each: { id: string }) => each.id);
}

/** The same question in other words, with an answer of its own; this branch is the active one then. */
export async function askInstead(page: Page, id: string, parentId: string | undefined, text: string): Promise<string> {
  const data = { message: { id: randomUUID(), text: `[[scenario:echo]] ${text}` }, parentId };
  const response = await page.request.post(`/api/conversations/${id}/messages`, { data });
  await response.body();
  return data.message.id;
}

/** The figures at the top of the page. */
export const facts = (page: Page) => page.locator(".topbar .facts");
/** The last message of a conversation of 150 turns. */
export const end = (page: Page) => answers(page).filter({ hasText: "Answer 150" });
export const toLatest = (page: Page) => page.getByRole("button", { name: "Jump to latest" });
