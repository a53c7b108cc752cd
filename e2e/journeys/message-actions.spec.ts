import { expectAccessible } from "../support/accessible";
import { answers, answerText, finished, lastAnswer, openNew, prompt, questions, send, twoTurns } from "../support/page";
import { expect, type Page, test } from "../support/test";

const menu = (page: Page) => page.getByRole("menu", { name: "More actions" });

test("an answer in one's own words stands beside the original, by the mouse", async ({ page }) => {
  await openNew(page);
  await send(page, "Say it");
  const original = await answerText(await finished(page)).innerText();
  await lastAnswer(page).getByRole("button", { name: "More actions" }).click();
  await menu(page).getByRole("menuitem", { name: "Edit" }).click();
  const box = page.getByRole("textbox", { name: "Edited message" });
  await expect(box).toBeFocused();
  await box.fill("In my **own** words");
  // twice is once
  await page.getByRole("button", { name: "Save" }).dblclick();
  await expect(answerText(lastAnswer(page))).toHaveText("In my own words");
  await expect(lastAnswer(page)).toContainText("edited by you");
  const versions = lastAnswer(page).getByRole("group", { name: "Versions" });
  await expect(versions).toContainText("2 of 2");
  await expect(lastAnswer(page).getByRole("button", { name: "Answer details" })).toHaveCount(0);
  await versions.getByRole("button", { name: "Previous version" }).click();
  await expect(answerText(lastAnswer(page))).toHaveText(original);
  await expect(lastAnswer(page)).not.toContainText("edited by you");
});

test("a message is deleted with what is under it and brought back, by the keyboard alone", async ({ page }) => {
  await twoTurns(page);
  await questions(page).last().getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("Enter");
  const item = menu(page).getByRole("menuitem", { name: "Delete" });
  await expect(menu(page).getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await expect(item).toBeFocused();
  await expect(item).toHaveAccessibleDescription("This question and everything under it, 2 messages");
  await page.keyboard.press("Enter");
  await expect(questions(page)).toHaveCount(1);
  await expect(page.getByRole("status").filter({ hasText: "2 messages deleted." })).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(questions(page)).toHaveCount(2);
  await expect(answers(page)).toHaveCount(2);
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await expect(prompt(page)).toBeFocused();
});

test("everything can go, and come back; a question without its answer can be answered again", async ({ page }) => {
  await twoTurns(page);
  await questions(page).first().hover();
  await questions(page).first().getByRole("button", { name: "More actions" }).click();
  await menu(page).getByRole("menuitem", { name: "Delete" }).click();
  await expect(questions(page)).toHaveCount(0);
  await expect(prompt(page)).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(questions(page)).toHaveCount(2);

  await lastAnswer(page).getByRole("button", { name: "More actions" }).click();
  await expect(menu(page).getByRole("menuitem", { name: "Delete" })).toHaveAccessibleDescription("This answer alone");
  await menu(page).getByRole("menuitem", { name: "Delete" }).click();
  await expect(answers(page)).toHaveCount(1);
  await page.reload();
  await page.getByRole("button", { name: "Answer", exact: true }).click();
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
});

test("a fork opens as a conversation of its own, up to the message; a link leads back to it", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await twoTurns(page);
  const first = page.url();
  await answers(page).first().getByRole("button", { name: "More actions" }).click();
  await menu(page).getByRole("menuitem", { name: "Copy link" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(`${first}?m=${await answers(page).first().getAttribute("data-message-id")}`);

  await answers(page).first().getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("Enter");
  await expect(menu(page).getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(menu(page).getByRole("menuitem", { name: "Fork" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(first);
  await expect(questions(page)).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("(fork)");
  await send(page, "Only in the fork");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await page.goto(link);
  await expect(questions(page)).toHaveCount(2);
  await expect(page.getByText("Only in the fork")).toHaveCount(0);
});

for (const scheme of ["light", "dark"] as const) {
  test(`menu, editor and undo at 360 px, ${scheme}: nothing sticks out, nothing axe objects to`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await twoTurns(page);
    const check = async (what: string) => {
      await expectAccessible(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBeLessThanOrEqual(0);
      await page.screenshot({ path: `test-results/actions-${scheme}-${what}.png` });
    };
    await lastAnswer(page).getByRole("button", { name: "More actions" }).click();
    await expect(menu(page)).toContainText("alone");
    await check("answer-menu");
    await page.keyboard.press("Escape");
    await questions(page).last().getByRole("button", { name: "Edit" }).click();
    await page.getByRole("textbox", { name: "Edited message" }).fill("Another second question");
    await check("editor");
    await page.keyboard.press("Escape");
    await questions(page).last().getByRole("button", { name: "More actions" }).click();
    await expect(menu(page)).toContainText("2 messages");
    await check("question-menu");
    await menu(page).getByRole("menuitem", { name: "Delete" }).click();
    await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
    await check("undo");
  });
}
