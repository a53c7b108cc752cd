import { expect, type Page } from "./test";

/** The dialog in which people share, and what is in it. */
export const dialog = (page: Page) => page.getByRole("dialog", { name: "Share conversation" });
export const link = (page: Page) => dialog(page).getByRole("textbox", { name: "Link" });
export const box = (page: Page, name: string | RegExp) => dialog(page).getByRole("checkbox", { name });
export const title = (page: Page) => dialog(page).getByRole("textbox", { name: "Title" });

export async function openDialog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Share", exact: true }).click();
  await expect(title(page)).toBeVisible();
}

export async function createLink(page: Page): Promise<string> {
  await dialog(page).getByRole("button", { name: "Create link" }).click();
  await expect(link(page)).toHaveValue(/\/share\/[\w-]{32}$/);
  return link(page).inputValue();
}

/** What a page must not do besides: ask anybody else for anything. */
export function collectForeign(page: Page): string[] {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1" && hostname !== "localhost")
      foreign.push(request.url());
  });
  return foreign;
}

/** A link to the conversation on the page, without a click in the dialog. */
export async function shareByRequest(page: Page, decided: object): Promise<{ id: string; url: string }> {
  const { origin, pathname } = new URL(page.url());
  const made = await page.request.post(`${origin}/api/conversations/${pathname.split("/").at(-1)}/share`, {
    data: decided,
  });
  expect(made.status()).toBe(201);
  return made.json();
}
