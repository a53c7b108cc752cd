import { readFile } from "node:fs/promises";
import { finished, openNew, prompt, send } from "../support/page";
import { expect, test } from "../support/test";

test("what is typed at once after the model list opened chooses the model, however late the list comes", async ({
  page,
}) => {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/api/models", async (route) => {
    await held;
    await route.continue();
  });
  await openNew(page);
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.keyboard.type("practice");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("combobox", { name: "Search models" })).toHaveValue("practice");
  letThrough();
  await expect(page.getByRole("button", { name: "Model: Practice model (scripted, no AI)" })).toBeVisible();
  await expect(prompt(page)).toBeFocused();
  // the foot follows the choice
  await expect(page.getByRole("link", { name: "Practice model (scripted, no AI), no key" })).toBeVisible();
});

test("what is typed into the search before the page has come to life is searched for", async ({ page }) => {
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  const box = page.getByRole("searchbox", { name: "Search conversations" });
  await box.fill("nowhere to be found");
  letThrough();
  await expect(page.getByRole("region", { name: "Search results" })).toContainText("Nothing was found");
  await expect(box).toHaveValue("nowhere to be found");
});

test("a conversation is downloaded from its menu and from the palette", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:paced n=10 rate=100]] To be kept as a file");
  await finished(page);
  const id = new URL(page.url()).pathname.slice("/c/".length);
  const sidebar = page.getByRole("navigation", { name: "Conversations" });
  await sidebar.locator(".side-row", { has: page.locator(`a[href="/c/${id}"]`) }).hover();
  await sidebar.locator(`a[href="/c/${id}"] + button`).click();
  const [json] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Export as JSON", exact: true }).click(),
  ]);
  expect(json.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d .+\.json$/);
  expect(await readFile(await json.path(), "utf8")).toContain("To be kept as a file");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: "Search commands and conversations" }).fill("markdown");
  const [markdown] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  expect(markdown.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d .+\.md$/);
  expect(await readFile(await markdown.path(), "utf8")).toContain("To be kept as a file");
});
