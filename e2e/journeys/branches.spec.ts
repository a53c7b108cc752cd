import { randomUUID } from "node:crypto";
import { expectAccessible } from "../support/accessible";
import { answers, finished, lastAnswer, openNew, prompt, questions, send } from "../support/page";
import { expect, openDevice, type Page, test } from "../support/test";

const dialog = (page: Page) => page.getByRole("dialog", { name: "Branches" });
const tree = (page: Page) => dialog(page).getByRole("tree", { name: "All branches" });
const items = (page: Page) => tree(page).getByRole("treeitem");

/** Two forms of the second question, each with its answer; the second form is shown. */
async function twoBranches(page: Page): Promise<void> {
  await openNew(page);
  await send(page, "The beginning");
  await finished(page);
  await send(page, "One way to go on");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await prompt(page).press("ArrowUp");
  await page.getByRole("textbox", { name: "Edited message" }).fill("Another way to go on");
  await page.keyboard.press("Enter");
  await expect(questions(page).last()).toContainText("Another way");
  await finished(page);
}

test("the map by the keyboard: opened by its key, walked, marked, and gone to where one wants to be", async ({
  page,
}) => {
  await twoBranches(page);
  await lastAnswer(page).focus();
  await page.keyboard.press("b");
  await expect(tree(page)).toBeFocused();
  await expect(items(page)).toHaveCount(3);
  await expect(items(page).nth(0)).toHaveAttribute("aria-level", "1");
  await expect(items(page).nth(1)).toHaveAttribute("aria-level", "2");
  await expect(items(page).nth(1)).toHaveAccessibleName("One way to go on, done");
  const selected = tree(page).locator('[aria-selected="true"]');
  await expect(selected).toHaveAccessibleName("Another way to go on, done, shown");
  await page.keyboard.press("ArrowLeft");
  await expect(selected).toHaveAccessibleName("The beginning, done, shown");
  await page.keyboard.press("ArrowDown");
  await expect(selected).toHaveAccessibleName("One way to go on, done");
  await page.keyboard.press("s");
  await expect(selected).toHaveAccessibleName("Starred: One way to go on, done");
  await dialog(page).getByRole("textbox", { name: "Name of this branch" }).fill("The short way");
  await page.keyboard.press("Enter");
  await expect(selected).toHaveAccessibleName("Starred, The short way: One way to go on, done");
  await tree(page).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
  await expect(questions(page).last()).toContainText("One way to go on");
  await expect(lastAnswer(page)).toBeFocused();
  await page.reload();
  await expect(questions(page).last()).toContainText("One way to go on");
});

test("all branches are copied into a conversation of their own, and the map of it shows them", async ({ page }) => {
  await twoBranches(page);
  const before = page.url();
  await page.getByRole("button", { name: "Branches" }).click();
  await dialog(page).getByRole("textbox", { name: "Name of this branch" }).fill("Dear");
  await dialog(page).getByRole("button", { name: "Star this branch" }).click();
  await expect(items(page).nth(2)).toHaveAccessibleName(/^Starred, Dear: /);
  await dialog(page).getByRole("button", { name: "Fork all branches" }).click();
  await expect(page).not.toHaveURL(before);
  await expect(dialog(page)).toHaveCount(0);
  await expect(questions(page).last()).toContainText("Another way");
  await page.getByRole("button", { name: "Branches" }).click();
  await expect(items(page)).toHaveCount(3);
  await expect(items(page).nth(2)).toHaveAccessibleName(/^Starred, Dear: /);
  await page.goto(before);
  await expect(questions(page).last()).toContainText("Another way");
});

test("by the mouse: a press chooses, the button opens", async ({ page }) => {
  await twoBranches(page);
  await page.getByRole("button", { name: "Branches" }).click();
  await items(page).nth(1).click();
  await dialog(page).getByRole("textbox", { name: "Name of this branch" }).fill("Typed");
  await dialog(page).getByRole("button", { name: "Star this branch" }).click();
  await expect(items(page).nth(1)).toHaveAccessibleName("Starred, Typed: One way to go on, done");
  await dialog(page).getByRole("button", { name: "Open", exact: true }).click();
  await expect(questions(page).last()).toContainText("One way to go on");
});

test("each device opens the branch it read last; a new one the branch chosen last anywhere", async ({
  page,
  browser,
  baseURL,
}) => {
  await twoBranches(page);
  const other = await openDevice(browser, baseURL);
  await other.goto(page.url());
  await expect(questions(other).last()).toContainText("Another way to go on");
  await questions(other).last().getByRole("button", { name: "Previous version" }).click();
  await expect(questions(other).last()).toContainText("One way to go on");
  await page.reload();
  await expect(questions(page).last()).toContainText("Another way to go on");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await send(page, "Below my own branch");
  await expect(answers(page)).toHaveCount(3);
  await finished(page);
  await other.reload();
  await expect(questions(other).last()).toContainText("One way to go on");
  await other.context().close();
});

for (const scheme of ["light", "dark"] as const) {
  test(`the map at 360 px, ${scheme}: nothing sticks out, nothing axe objects to`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await twoBranches(page);
    await page.getByRole("button", { name: "Branches" }).click();
    await expect(items(page)).toHaveCount(3);
    await expectAccessible(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/branches-${scheme}.png` });
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.screenshot({ path: `test-results/branches-wide-${scheme}.png` });
  });
}

test("a tree of a thousand turns is drawn as far as it is seen, and walked to its end", async ({ page, request }) => {
  const at = "2026-01-01T00:00:00.000Z";
  const message = (id: string, parentId: string | null, role: string, text: string) => ({
    ...{ id, parentId, role, createdAt: at, editedFromId: null, continuesId: null, status: "done", siblings: [id] },
    parts: [{ type: "text", text, callId: null }],
    completion: null,
  });
  const ids = Array.from({ length: 2000 }, () => randomUUID());
  const messages = Array.from({ length: 1000 }, (_, turn) => {
    // every tenth one goes on from a turn far above
    const above = turn === 0 ? null : turn % 10 === 9 ? Math.floor(turn / 2) : turn - 1;
    const [question = "", answer = ""] = ids.slice(turn * 2, turn * 2 + 2);
    const parentId = above === null ? null : (ids[above * 2 + 1] ?? null);
    return [message(question, parentId, "user", `Turn ${turn}`), message(answer, question, "assistant", "Said.")];
  }).flat();
  const imported = await request.post("/api/conversations/import", {
    data: {
      ...{ format: "verbatim-conversation", version: 2, id: randomUUID(), title: "A thousand", titleSource: "person" },
      ...{ activeLeafId: ids[1999], connectionId: null, model: null, settings: {}, messages },
      ...{ createdAt: at, lastActivityAt: at },
    },
  });
  expect(imported.status()).toBe(201);
  await page.goto(`/c/${(await imported.json()).id}`);
  await page.getByRole("button", { name: "Branches" }).click();
  await expect(tree(page)).toBeFocused();
  await page.keyboard.press("Home");
  await expect(tree(page).locator('[aria-selected="true"]')).toHaveAccessibleName(/^Turn 0,/);
  expect(await items(page).count()).toBeLessThan(60);
  expect(await tree(page).locator("path").count()).toBeLessThan(300);
  await page.keyboard.press("End");
  await expect(tree(page).locator('[aria-selected="true"]')).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toHaveCount(0);
});
