import { expectAccessible } from "../support/accessible";
import { openNew, prompt } from "../support/page";
import {
  choose,
  converse,
  expectNoOverflow,
  list,
  menuOf,
  newTitle,
  onPhone,
  openBehind,
  sidebar,
} from "../support/sidebar";
import { expect, type Page, test } from "../support/test";

const section = (page: Page) => page.getByRole("region", { name: "Projects" });
const project = (page: Page, name: string) => section(page).getByRole("button", { name, exact: true });

async function open(page: Page): Promise<void> {
  const head = section(page).getByRole("button", { name: "Projects", exact: true });
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
}

test("made, filled by dragging and by the menu, edited, written in, deleted; another tab follows", async ({ page }) => {
  const [name, dragged, moved] = [newTitle("Project"), newTitle("Dragged"), newTitle("Moved")];
  await converse(page, dragged);
  await converse(page, moved);
  await openNew(page);
  const other = await openBehind(page);
  await section(page).getByRole("button", { name: "New project" }).click();
  const dialog = page.getByRole("dialog", { name: "New project" });
  await expectAccessible(page, "dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Instructions").fill("Answer briefly.");
  await dialog.getByLabel("Reasoning effort").selectOption("high");
  await dialog.getByRole("button", { name: "Create project" }).click();
  await expect(project(page, name)).toBeVisible();
  await open(other);
  await expect(project(other, name)).toBeVisible();

  await list(page).getByRole("link", { name: dragged, exact: true }).dragTo(project(page, name));
  await project(page, name).click();
  await project(other, name).click();
  for (const each of [page, other]) await expect(section(each).getByRole("link", { name: dragged })).toBeVisible();
  await menuOf(page, moved);
  await choose(page, "Move to project");
  await page.getByRole("dialog", { name: "Move to project" }).getByRole("button", { name }).click();
  for (const each of [page, other]) await expect(section(each).getByRole("link", { name: moved })).toBeVisible();
  await expectAccessible(page, ".sidebar");
  await sidebar(page).getByRole("button", { name: "Undo" }).click();
  for (const each of [page, other]) await expect(section(each).getByRole("link", { name: moved })).toHaveCount(0);

  // a conversation begun in it is in it, with its instructions
  const row = section(page).locator(".side-row", { has: page.getByRole("button", { name, exact: true }) });
  await row.hover();
  await row.getByRole("button", { name: "More actions" }).click();
  await choose(page, "New conversation here");
  await expect(page).toHaveURL(/\/c\//);
  await prompt(page).fill("[[scenario:paced n=2 rate=400]] Within");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(section(page).getByRole("link")).toHaveCount(2);
  const exported = await page.request.get(
    `/api/conversations/${new URL(page.url()).pathname.slice(3)}/export?format=json`,
  );
  await expect.poll(async () => (await page.request.get(exported.url())).text()).toContain("Answer briefly.");

  await row.hover();
  await row.getByRole("button", { name: "More actions" }).click();
  await choose(page, "Edit project");
  const editing = page.getByRole("dialog", { name: "Edit project" });
  await expect(editing.getByLabel("Reasoning effort")).toHaveValue("high");
  await editing.getByRole("button", { name: "Delete project" }).click();
  await editing.getByRole("button", { name: "Delete it, keep its conversations" }).click();
  for (const each of [page, other]) {
    await expect(project(each, name)).toHaveCount(0);
    await expect(list(each).getByRole("link", { name: dragged, exact: true })).toBeVisible();
  }
});

test("with the keyboard alone: made, and a conversation moved into it by its menu", async ({ page }) => {
  const [name, title] = [newTitle("Keys"), newTitle("By keyboard")];
  await converse(page, title);
  await openNew(page);
  await section(page).getByRole("button", { name: "New project" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New project" }).getByLabel("Name")).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await expect(project(page, name)).toBeVisible();
  await list(page).getByRole("link", { name: title, exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Move to project" });
  await dialog.getByRole("button", { name }).focus();
  await page.keyboard.press("Enter");
  await project(page, name).focus();
  await page.keyboard.press("Enter");
  await expect(section(page).getByRole("link", { name: title })).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`360 px, ${scheme}: projects in the drawer`, async ({ page }) => {
    const name = newTitle("A project with a name that is wider than the drawer of a phone");
    await page.request.post("/api/projects", { data: { name } });
    await onPhone(page, scheme);
    await openNew(page);
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await open(page);
    await project(page, name).click();
    await expectAccessible(page, ".sidebar");
    const box = await project(page, name).boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
    await section(page).getByRole("button", { name: "New project" }).click();
    await expect(page.getByRole("dialog", { name: "New project" })).toBeVisible();
    await expectAccessible(page, "dialog");
    await expectNoOverflow(page);
  });
}
