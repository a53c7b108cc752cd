import { readFile } from "node:fs/promises";
import { expectAccessible } from "../support/accessible";
import { openNew } from "../support/page";
import {
  choose,
  converse,
  entry,
  expectNoOverflow,
  list,
  menuOf,
  newTitle,
  onPhone,
  openBehind,
  sidebar,
} from "../support/sidebar";
import { expect, type Page, test } from "../support/test";

const bar = (page: Page) => page.getByRole("toolbar", { name: "Selected conversations" });
const act = (page: Page, name: string) => bar(page).getByRole("button", { name, exact: true });
const undo = (page: Page) => sidebar(page).getByRole("button", { name: "Undo" }).click();

/** Four conversations, the newest on top, and the page they are in. */
async function four(page: Page): Promise<[string, string, string, string]> {
  const titles: [string, string, string, string] = [newTitle("a"), newTitle("b"), newTitle("c"), newTitle("d")];
  for (const title of titles.toReversed()) await converse(page, title);
  await openNew(page);
  await expect(entry(page, titles[3])).toBeVisible();
  return titles;
}

async function newProject(page: Page): Promise<string> {
  const name = newTitle("Project");
  await page.request.post("/api/projects", { data: { name } });
  return name;
}

async function expectGone(page: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) await expect(entry(page, title)).toHaveCount(0);
}
async function expectThere(page: Page, titles: readonly string[]): Promise<void> {
  for (const title of titles) await expect(entry(page, title)).toBeVisible();
}

test("with the mouse: a range, one less, archived, deleted, both taken back; another tab follows", async ({ page }) => {
  const [a, b, c, d] = await four(page);
  const other = await openBehind(page);
  await menuOf(page, a);
  await choose(page, "Select");
  await expect(bar(page)).toContainText("1 selected");
  await entry(page, c).click({ modifiers: ["Shift"] });
  await expect(bar(page)).toContainText("3 selected");
  // while something is selected a click is one more or one less, and opens nothing
  await entry(page, b).click();
  await expect(bar(page)).toContainText("2 selected");
  await expect(page).toHaveURL(/\/$/);
  await expect(entry(page, a)).toHaveAccessibleDescription("Selected");
  await expect(entry(page, b)).toHaveAccessibleDescription("");
  await expectAccessible(page, ".sidebar");
  await page.screenshot({ path: test.info().outputPath("selected.png") });
  await act(page, "Archive selected").click();
  await expect(bar(page)).toHaveCount(0);
  for (const each of [page, other]) {
    await expectGone(each, [a, c]);
    await expectThere(each, [b, d]);
  }
  await undo(page);
  for (const each of [page, other]) await expectThere(each, [a, b, c, d]);

  await entry(page, a).click();
  await expect(page).toHaveURL(/\/c\//);
  await entry(page, b).click({ modifiers: ["Shift"] });
  await act(page, "Delete selected").click();
  // the one that was open is among them
  await expect(page).toHaveURL(/\/$/);
  for (const each of [page, other]) {
    await expectGone(each, [a, b]);
    await expectThere(each, [c, d]);
  }
  await undo(page);
  for (const each of [page, other]) await expectThere(each, [a, b, c, d]);
});

test("with the mouse: moved and tagged, exported, dragged onto a project together", async ({ page }) => {
  const [project, target] = [await newProject(page), await newProject(page)];
  const [a, b, c] = await four(page);
  const section = page.getByRole("region", { name: "Projects" });
  const folder = (name: string) => section.getByRole("button", { name, exact: true });
  const head = section.getByRole("button", { name: "Projects", exact: true });
  if ((await head.getAttribute("aria-expanded")) === "false") await head.click();
  await menuOf(page, a);
  await choose(page, "Select");
  await entry(page, b).click();
  await act(page, "Move selected to project").click();
  await page.getByRole("dialog", { name: "Move to project" }).getByRole("button", { name: project }).click();
  await folder(project).click();
  for (const title of [a, b]) await expect(section.getByRole("link", { name: title })).toBeVisible();
  await expect(bar(page)).toContainText("2 selected");

  const tag = newTitle("tag");
  await act(page, "Tag selected").click();
  const dialog = page.getByRole("dialog", { name: "Tags" });
  await dialog.getByRole("textbox", { name: "New tag" }).fill(tag);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("checkbox", { name: tag })).toBeChecked();
  await dialog.getByRole("button", { name: "Save" }).click();
  const { tags } = await (await page.request.get("/api/tags")).json();
  const { id } = tags.find((each: { name: string }) => each.name === tag);
  await expect
    .poll(async () => (await (await page.request.get(`/api/conversations?tag=${id}`)).json()).conversations.length)
    .toBe(2);

  await act(page, "Export selected").click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "Export as JSON", exact: true }).click();
  const file = await (await download).path();
  const { conversations } = JSON.parse(await readFile(file, "utf8"));
  expect(conversations.map(({ title }: { title: string }) => title).toSorted()).toEqual([a, b].toSorted());

  // one of those selected takes the others along, one that is not goes alone
  await entry(page, a).dragTo(folder(target));
  await expect(bar(page)).toHaveCount(0);
  // the lines move with it: nothing is taken hold of before they stand
  await expect(section).toContainText("Nothing here yet.");
  await entry(page, c).dragTo(folder(target));
  await folder(target).click();
  for (const title of [a, b, c]) await expect(section.getByRole("link", { name: title })).toBeVisible();
});

test("with the keyboard alone: selected by Space and Shift, archived, and the focus on a neighbour", async ({
  page,
}) => {
  const [a, b, c, d] = await four(page);
  await entry(page, a).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(entry(page, b)).toBeFocused();
  await page.keyboard.press("Shift+ArrowDown");
  await expect(bar(page)).toContainText("3 selected");
  await page.keyboard.press("Space");
  await expect(bar(page)).toContainText("2 selected");
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  await expect(entry(page, c)).toBeFocused();
  await page.keyboard.press("Shift+ArrowUp");
  await expect(bar(page)).toContainText("2 selected");
  await act(page, "Archive selected").focus();
  await page.keyboard.press("Enter");
  await expectGone(page, [b, c]);
  await expect(entry(page, d)).toBeFocused();
  await sidebar(page).getByRole("button", { name: "Undo" }).focus();
  await page.keyboard.press("Enter");
  await expectThere(page, [a, b, c, d]);
  await entry(page, a).focus();
  await page.keyboard.press("Control+a");
  await expect(act(page, "Delete selected")).toBeVisible();
  await expect(list(page).getByRole("link", { name: a })).toHaveAccessibleDescription("Selected");
  await act(page, "Clear selection").focus();
  await page.keyboard.press("Enter");
  await expect(bar(page)).toHaveCount(0);
  await expect(page.locator("[data-entry]:focus")).toHaveCount(1);
});

for (const scheme of ["light", "dark"] as const) {
  test(`360 px, ${scheme}: selecting in the drawer`, async ({ page }) => {
    const [first, second] = [newTitle("On a phone"), newTitle("And another on a phone")];
    await converse(page, first);
    await converse(page, second);
    await onPhone(page, scheme);
    await openNew(page);
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await menuOf(page, first);
    await choose(page, "Select");
    await entry(page, second).click();
    await expect(bar(page)).toContainText("2 selected");
    await expectAccessible(page, ".sidebar");
    await page.screenshot({ path: test.info().outputPath("drawer.png") });
    const box = await act(page, "Delete selected").boundingBox();
    expect(Math.min(box?.height ?? 0, box?.width ?? 0)).toBeGreaterThanOrEqual(44);
    await act(page, "Delete selected").click();
    await expectGone(page, [first, second]);
    await undo(page);
    await expectThere(page, [first, second]);
    await expectNoOverflow(page);
  });
}
