import { byFinger, byKeyboard, byMouse, type Means } from "../support/means";
import { answers, answerText, finished, lastAnswer, questions, twoTurns } from "../support/page";
import { expect, type Locator, type Page, test } from "../support/test";

// Each thing that can be done to a message and to a branch, done with the mouse, with the keyboard alone, and with a finger on a phone.

const editor = (page: Page) => page.getByRole("textbox", { name: "Edited message" });
const versions = (article: Locator) => article.getByRole("group", { name: "Versions" });
const button = (at: Page | Locator, name: string) => at.getByRole("button", { name, exact: true });
const map = (page: Page) => page.getByRole("dialog", { name: "Branches" });

async function menuOf(means: Means, article: Locator, entry: string): Promise<void> {
  await means.press(button(article, "More actions"));
  await means.choose(entry);
}

async function editQuestion(page: Page, means: Means): Promise<void> {
  await means.press(button(questions(page).last(), "Edit"));
  await means.type(editor(page), "The second question, in other words");
  await means.press(button(page, "Save"));
  await expect(versions(questions(page).last())).toContainText("2 of 2");
  await finished(page);
  await means.press(button(questions(page).last(), "Previous version"));
  await expect(versions(questions(page).last())).toContainText("1 of 2");
  await means.press(button(questions(page).last(), "Next version"));
  await expect(questions(page).last()).toContainText("in other words");
}

async function answerAgain(page: Page, means: Means): Promise<void> {
  await means.press(button(lastAnswer(page), "Regenerate"));
  await expect(versions(lastAnswer(page))).toContainText("2 of 2");
  await finished(page);
  let count = 2;
  for (const entry of ["Again", "More effort", "Less effort"]) {
    count += 1;
    await menuOf(means, lastAnswer(page), entry);
    await expect(versions(lastAnswer(page))).toContainText(`${count} of ${count}`);
    await finished(page);
  }
  await menuOf(means, lastAnswer(page), "Another model…");
  const dialog = page.getByRole("dialog", { name: "Answer with another model" });
  await means.type(dialog.getByRole("combobox", { name: "Search models" }), "fake/default");
  await page.keyboard.press("Enter");
  await expect(versions(lastAnswer(page))).toContainText("6 of 6");
  await finished(page);
}

async function lookAtVersions(page: Page, means: Means): Promise<void> {
  await menuOf(means, lastAnswer(page), "What differs…");
  const differences = page.getByRole("dialog", { name: "What differs" });
  await expect(differences.getByRole("heading", { name: /^Answer/ })).toBeVisible();
  await means.press(button(differences, "Close"));
  await expect(differences).toHaveCount(0);
}

async function editAnswer(page: Page, means: Means): Promise<void> {
  await menuOf(means, lastAnswer(page), "Edit");
  await means.type(editor(page), "In my own words");
  await means.press(button(page, "Save"));
  await expect(answerText(lastAnswer(page))).toHaveText("In my own words");
  await expect(lastAnswer(page)).toContainText("edited by you");
}

async function deleteAndUndo(page: Page, means: Means): Promise<void> {
  await menuOf(means, questions(page).last(), "Delete");
  // its other version takes its place
  await expect(questions(page).last()).not.toContainText("in other words");
  await means.press(button(page, "Undo"));
  await expect(questions(page).last()).toContainText("in other words");
}

async function mark(page: Page, means: Means): Promise<void> {
  await means.press(button(page, "Branches"));
  await means.press(button(map(page), "Star this branch"));
  const shown = map(page).locator('[role="treeitem"][aria-selected="true"]');
  await expect(shown).toHaveAccessibleName(/^Starred: /);
  await means.press(map(page).getByRole("textbox", { name: "Name of this branch" }));
  await means.type(map(page).getByRole("textbox", { name: "Name of this branch" }), "Kept");
  await page.keyboard.press("Enter");
  await expect(shown).toHaveAccessibleName(/^Starred, Kept: /);
  await means.press(button(map(page), "Close"));
  await expect(map(page)).toHaveCount(0);
}

async function forks(page: Page, means: Means): Promise<void> {
  const path = page.url();
  await menuOf(means, answers(page).first(), "Fork");
  await expect(page).not.toHaveURL(path);
  await expect(questions(page)).toHaveCount(1);
  await page.goto(path);
  await means.press(button(page, "Branches"));
  await means.press(button(map(page), "Fork all branches"));
  await expect(page).not.toHaveURL(path);
  await expect(map(page)).toHaveCount(0);
  await expect(questions(page)).toHaveCount(2);
}

async function link(page: Page, means: Means): Promise<void> {
  const id = await lastAnswer(page).getAttribute("data-message-id");
  await menuOf(means, lastAnswer(page), "Copy link");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`[?]m=${id}$`));
}

async function everything(page: Page, means: Means): Promise<void> {
  test.slow();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await twoTurns(page);
  await editQuestion(page, means);
  await answerAgain(page, means);
  await lookAtVersions(page, means);
  await editAnswer(page, means);
  await deleteAndUndo(page, means);
  await link(page, means);
  await mark(page, means);
  await forks(page, means);
}

test("every action with the mouse", async ({ page }) => everything(page, byMouse(page)));
test("every action with the keyboard alone", async ({ page }) => everything(page, byKeyboard(page)));

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  test("every action with a finger", async ({ page }) => everything(page, byFinger(page)));
});
