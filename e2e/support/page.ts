import { expect, type Locator, type Page } from "@playwright/test";

/** The names everything is found by; the same ones assistive technology reads. */
export const prompt = (page: Page) => page.getByRole("textbox", { name: "Message", exact: true });
export const log = (page: Page) => page.getByRole("log", { name: "Conversation" });
export const answers = (page: Page) => page.getByRole("article", { name: "Assistant" });
export const questions = (page: Page) => page.getByRole("article", { name: "You" });
export const lastAnswer = (page: Page): Locator => answers(page).last();
export const answerText = (article: Locator) => article.locator('[data-part="answer"]');
export const reasoningButton = (article: Locator) => article.getByRole("button", { name: /^Reasoning/ });

/** Opens a fresh conversation and waits until the page reacts to keys. */
export async function openNew(page: Page): Promise<void> {
  await page.goto("/");
  await expect(prompt(page)).toBeFocused();
  await expect(page.locator("html[data-alive]")).toBeAttached();
}

export async function send(page: Page, text: string): Promise<void> {
  await prompt(page).fill(text);
  await page.getByRole("button", { name: "Send message" }).click();
}

export async function finished(page: Page, status = "done"): Promise<Locator> {
  await expect(lastAnswer(page)).toHaveAttribute("data-status", status, { timeout: 30_000 });
  return lastAnswer(page);
}

/** A new conversation of two turns. */
export async function twoTurns(page: Page): Promise<void> {
  await openNew(page);
  await send(page, "The first question");
  await finished(page);
  await send(page, "The second question");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
}

/** What a page must not do: throw, or have the content security policy refuse something. */
export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}
