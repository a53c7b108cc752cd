import { finished, lastAnswer, openNew, prompt, send } from "../support/page";
import { expect, test } from "../support/test";

test("the focus stays with the answer through Regenerate and its versions", async ({ page }) => {
  await openNew(page);
  await send(page, "Say it twice");
  const first = await finished(page);
  await first.getByRole("button", { name: "Regenerate" }).focus();
  await page.keyboard.press("Enter");
  const versions = lastAnswer(page).getByRole("group", { name: "Versions" });
  await expect(versions).toContainText("2 of 2");
  await expect(lastAnswer(page).getByRole("button", { name: "Regenerate" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(versions).toContainText("3 of 3");
  await expect(lastAnswer(page).getByRole("button", { name: "Regenerate" })).toBeFocused();

  await page.keyboard.press("Alt+ArrowLeft");
  await expect(versions).toContainText("2 of 3");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(versions).toContainText("1 of 3");
  await page.keyboard.press("Alt+ArrowRight");
  await expect(versions).toContainText("2 of 3");

  await versions.getByRole("button", { name: "Next version" }).focus();
  await page.keyboard.press("Enter");
  await expect(versions).toContainText("3 of 3");
  // there is no next one to press: the answer itself has the focus
  await expect(lastAnswer(page)).toBeFocused();
  await versions.getByRole("button", { name: "Previous version" }).focus();
  await page.keyboard.press("Enter");
  await expect(versions).toContainText("2 of 3");
  await expect(versions.getByRole("button", { name: "Previous version" })).toBeFocused();

  await prompt(page).focus();
  await expect(prompt(page)).toBeFocused();
});
