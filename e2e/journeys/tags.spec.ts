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

const filter = (page: Page) => sidebar(page).getByRole("button", { name: "Filter by tag" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Tags", exact: true });
const editing = (page: Page) => page.getByRole("dialog", { name: "Edit tags" });
const tagLine = (page: Page, name: string) =>
  editing(page)
    .getByRole("listitem")
    .filter({ has: page.getByRole("textbox", { name: `Name of “${name}”`, exact: true }) });
const showAll = (page: Page) => sidebar(page).getByRole("button", { name: "Show all conversations" });

async function narrowTo(page: Page, name: string): Promise<void> {
  await filter(page).click();
  await page.getByRole("menuitemradio", { name, exact: true }).click();
  await expect(showAll(page)).toBeVisible();
}

test("with the mouse: given, narrowed to, renamed, taken away, deleted; another tab follows", async ({ page }) => {
  // a long way, with two looks of axe on it
  test.slow();
  const [tagged, plain] = [newTitle("Tagged"), newTitle("Plain")];
  const [name, renamed] = [newTitle("tag"), newTitle("renamed")];
  await converse(page, plain);
  await converse(page, tagged);
  await openNew(page);
  const other = await openBehind(page);
  await menuOf(page, tagged);
  await choose(page, "Tags");
  await dialog(page).getByRole("textbox", { name: "New tag" }).fill(name);
  await dialog(page).getByRole("button", { name: "Add" }).click();
  await expect(dialog(page).getByRole("checkbox", { name })).toBeChecked();
  await expectAccessible(page, "dialog");
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(dialog(page)).toHaveCount(0);

  for (const each of [page, other]) {
    await narrowTo(each, name);
    await expect(list(each).getByRole("link")).toHaveCount(1);
    await expect(entry(each, tagged)).toBeVisible();
  }
  await expectAccessible(page, ".sidebar");
  // what is tagged elsewhere comes into the narrowed list, what is archived goes
  await showAll(page).click();
  await menuOf(page, plain);
  await choose(page, "Tags");
  await dialog(page).getByRole("checkbox", { name }).check();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  await expect(entry(other, plain)).toBeVisible();
  await narrowTo(page, name);
  await menuOf(page, plain);
  await choose(page, "Archive");
  for (const each of [page, other]) await expect(entry(each, plain)).toHaveCount(0);

  await filter(page).click();
  await choose(page, "Edit tags");
  await tagLine(page, name).getByRole("textbox").fill(renamed);
  await page.keyboard.press("Enter");
  for (const each of [page, other]) await expect(each.locator(".tag-bar")).toHaveText(renamed);
  await expectAccessible(page, "dialog");
  await editing(page).getByRole("button", { name: "Close" }).click();

  await menuOf(page, tagged);
  await choose(page, "Tags");
  await dialog(page).getByRole("checkbox", { name: renamed }).uncheck();
  await dialog(page).getByRole("button", { name: "Save" }).click();
  for (const each of [page, other]) {
    await expect(entry(each, tagged)).toHaveCount(0);
    await expect(list(each)).toHaveText("No conversation in the list has this tag.");
  }

  await filter(page).click();
  await choose(page, "Edit tags");
  await tagLine(page, renamed).getByRole("button", { name: "Delete tag" }).click();
  await editing(page).getByRole("button", { name: "Delete it, keep its conversations" }).click();
  await expect(tagLine(page, renamed)).toHaveCount(0);
  await editing(page).getByRole("button", { name: "Close" }).click();
  for (const each of [page, other]) {
    await expect(showAll(each)).toHaveCount(0);
    await expect(entry(each, tagged)).toBeVisible();
  }
});

test("with the keyboard alone: given by the entry's menu, narrowed to, taken away, with the focus on a neighbour", async ({
  page,
}) => {
  const [first, second, name] = [newTitle("First"), newTitle("Second"), newTitle("keys")];
  const ids = [await converse(page, first), await converse(page, second)];
  await openNew(page);
  await entry(page, second).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Tags" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("textbox", { name: "New tag" })).toBeFocused();
  // not added first: Save takes it too
  await page.keyboard.type(name);
  await dialog(page).getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  const { tags } = await (await page.request.get("/api/tags")).json();
  const tag = tags.find((each: { name: string }) => each.name === name);
  await page.request.put(`/api/tags/${tag.id}/conversations`, { data: { ids, tagged: true } });

  await filter(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator('[role="menuitemradio"]:focus')).toHaveCount(1);
  while ((await page.locator("[data-item]:focus").textContent()) !== name) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(list(page).getByRole("link")).toHaveCount(2);
  await expect(filter(page)).toBeFocused();
  await entry(page, second).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("checkbox", { name }).focus();
  await page.keyboard.press("Space");
  await dialog(page).getByRole("button", { name: "Save" }).focus();
  await page.keyboard.press("Enter");
  await expect(entry(page, second)).toHaveCount(0);
  await expect(entry(page, first)).toBeFocused();
  await showAll(page).focus();
  await page.keyboard.press("Enter");
  await expect(entry(page, second)).toBeVisible();
  await expect(filter(page)).toBeFocused();
});

for (const scheme of ["light", "dark"] as const) {
  test(`360 px, ${scheme}: tags in the drawer`, async ({ page }) => {
    const [title, name] = [newTitle("On a phone"), `a-tag-of-one-long-word-${newTitle("x").slice(2)}`];
    const id = await converse(page, title);
    const tag = await (await page.request.post("/api/tags", { data: { name } })).json();
    await page.request.put(`/api/tags/${tag.id}/conversations`, { data: { ids: [id], tagged: true } });
    await onPhone(page, scheme);
    await openNew(page);
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await narrowTo(page, name);
    await expect(list(page).getByRole("link")).toHaveCount(1);
    await expectAccessible(page, ".sidebar");
    await page.screenshot({ path: test.info().outputPath("drawer.png") });
    await menuOf(page, title);
    await choose(page, "Tags");
    await expect(dialog(page).getByRole("checkbox", { name })).toBeChecked();
    await expectAccessible(page, "dialog");
    await page.screenshot({ path: test.info().outputPath("dialog.png") });
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await filter(page).click();
    await choose(page, "Edit tags");
    await expect(tagLine(page, name)).toBeVisible();
    await expectAccessible(page, "dialog");
    await page.screenshot({ path: test.info().outputPath("edit.png") });
    await expectNoOverflow(page);
  });
}
