import { answers, answerText, finished, lastAnswer, type log, openNew, prompt, questions, send } from "../support/page";
import { expect, test } from "../support/test";

const editor = (page: Parameters<typeof log>[0]) => page.getByRole("textbox", { name: "Edited message" });

test("a question is edited in place: a new branch, the old one one step away, a draft that stays", async ({ page }) => {
  await openNew(page);
  await send(page, "First form");
  await finished(page);
  await send(page, "A follow-up");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);

  await questions(page).first().hover();
  await questions(page).first().getByRole("button", { name: "Edit" }).click();
  await expect(editor(page)).toBeFocused();
  await expect(editor(page)).toHaveValue("First form");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await editor(page).fill("Second form");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(questions(page).first().locator('[data-part="question"]')).toHaveText("First form");
  await expect(questions(page).first().getByRole("button", { name: "Edit" })).toBeFocused();

  // what was typed is there again, and the original one press away
  await page.keyboard.press("Enter");
  await expect(editor(page)).toHaveValue("Second form");
  await page.getByRole("button", { name: "Back to the original" }).click();
  await expect(editor(page)).toHaveValue("First form");
  await editor(page).fill("Second form");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(questions(page)).toHaveCount(1);
  const versions = questions(page).first().getByRole("group", { name: "Versions" });
  await expect(versions).toContainText("2 of 2");
  await finished(page);
  await page.reload();
  await expect(questions(page).first().locator('[data-part="question"]')).toHaveText("Second form");
  await versions.getByRole("button", { name: "Previous version" }).click();
  await expect(questions(page)).toHaveCount(2);
  await expect(questions(page).last()).toContainText("A follow-up");
});

test("by the keyboard alone: up arrow, Escape, up arrow, Enter, versions", async ({ page }) => {
  await openNew(page);
  await send(page, "Typed once");
  await finished(page);
  await prompt(page).focus();
  await page.keyboard.press("ArrowUp");
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.type(" and again");
  await page.keyboard.press("Escape");
  await expect(editor(page)).toHaveCount(0);
  await prompt(page).focus();
  await page.keyboard.press("ArrowUp");
  await expect(editor(page)).toHaveValue("Typed once and again");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("on two lines");
  await page.keyboard.press("Enter");
  const versions = questions(page).first().getByRole("group", { name: "Versions" });
  await expect(versions).toContainText("2 of 2");
  await expect(questions(page).first().locator('[data-part="question"]')).toHaveText(
    "Typed once and again\non two lines",
  );
  await finished(page);
  await questions(page).first().focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(versions).toContainText("1 of 2");
});

test("at 360 px the editor fits and its buttons are large enough", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await openNew(page);
  await send(page, "On a phone");
  await finished(page);
  await questions(page).first().getByRole("button", { name: "Edit" }).click();
  await editor(page).fill("On a phone, differently");
  for (const name of ["Save", "Cancel", "Back to the original"])
    expect((await page.getByRole("button", { name }).boundingBox())?.height ?? 0, name).toBeGreaterThanOrEqual(44);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(questions(page).first().getByRole("group", { name: "Versions" })).toContainText("2 of 2");
});

test("another answer with more effort, less effort, or of another model: for this answer alone", async ({ page }) => {
  await openNew(page);
  await send(page, "Say it");
  await finished(page);
  const more = () => lastAnswer(page).getByRole("button", { name: "More actions" });
  const versions = lastAnswer(page).getByRole("group", { name: "Versions" });
  const effort = async () => {
    await lastAnswer(page).getByRole("button", { name: "Answer details" }).click();
    return lastAnswer(page).getByRole("region", { name: "Answer details" });
  };
  const chosen = page.getByRole("button", { name: /^Reasoning effort/ });
  const before = await chosen.getAttribute("aria-label");

  await more().focus();
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "More actions" });
  await expect(menu.getByRole("menuitem", { name: "Again" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const item = menu.getByRole("menuitem", { name: "More effort" });
  await expect(item).toBeFocused();
  const wanted = await item.locator("small").innerText();
  await page.keyboard.press("Enter");
  await expect(versions).toContainText("2 of 2");
  await finished(page);
  await expect(await effort()).toContainText(wanted);
  await expect(chosen).toHaveAccessibleName(before ?? "");

  await more().click();
  await menu.getByRole("menuitem", { name: "Another model…" }).click();
  const dialog = page.getByRole("dialog", { name: "Answer with another model" });
  await dialog.getByRole("combobox", { name: "Search models" }).fill("some/other-model");
  await page.keyboard.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(versions).toContainText("3 of 3");
  const asked = page.getByRole("button", { name: /^Model: / });
  const model = await asked.getAttribute("aria-label");
  await expect(lastAnswer(page)).toContainText("other-model");
  await expect(lastAnswer(page)).not.toHaveAttribute("data-status", "running");
  await page.reload();
  // the next message is sent to the model that was chosen
  await expect(asked).toHaveAccessibleName(model ?? "");
  await expect(answerText(lastAnswer(page)).or(lastAnswer(page).getByRole("alert")).first()).toBeVisible();
});
