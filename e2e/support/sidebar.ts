import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { openNew } from "./page";

export const sidebar = (page: Page) => page.getByRole("navigation", { name: "Conversations" });
export const list = (page: Page) => page.locator(".side-list");
export const entry = (page: Page, title: string) => list(page).getByRole("link", { name: title, exact: true });
export const newTitle = (words: string) => `${words} ${randomUUID().slice(0, 8)}`;

/** A conversation of one turn with this title. */
export async function converse(page: Page, title: string): Promise<string> {
  const { id } = await (await page.request.post("/api/conversations", { data: {} })).json();
  const data = { message: { id: randomUUID(), text: `[[scenario:paced n=2 rate=400]] ${title}` } };
  await (await page.request.post(`/api/conversations/${id}/messages`, { data })).body();
  await page.request.patch(`/api/conversations/${id}`, { data: { title } });
  return id;
}

/** Another tab, behind this one: what is not in front is drawn once a second. */
export async function openBehind(page: Page): Promise<Page> {
  const other = await page.context().newPage();
  await openNew(other);
  await page.bringToFront();
  return other;
}

export async function menuOf(page: Page, title: string): Promise<void> {
  const row = list(page).locator(".side-row", { has: page.getByRole("link", { name: title, exact: true }) });
  await row.hover();
  await row.getByRole("button", { name: "More actions" }).click();
}

export const choose = (page: Page, name: string) => page.getByRole("menuitem", { name, exact: true }).click();

/** Nothing stands out at the side of a narrow page. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const over = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  expect(await page.evaluate(over)).toBeLessThanOrEqual(0);
}

export async function onPhone(page: Page, colorScheme: "light" | "dark"): Promise<void> {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
}
