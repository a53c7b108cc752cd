import {
  answers,
  answerText,
  finished,
  lastAnswer,
  log,
  openNew,
  prompt,
  questions,
  reasoningButton,
  send,
} from "../support/page";
import { choosePractice } from "../support/practice";
import { expect, test } from "../support/test";

const story = (more: string) => `[[scenario:story n=60 cuts=60 ${more}]] Tell me`;

test("a server that cannot go on is asked in a new turn, which is a quiet line and nobody's words", async ({
  page,
}) => {
  await openNew(page);
  await send(page, story("end=length"));
  const article = await finished(page);
  // drawn as it stays, not as the plain text that stands there until what draws it is loaded
  await expect(answerText(article).getByText("code", { exact: true })).toBeVisible();
  const kept = (await answerText(article).textContent()) ?? "";
  // on a phone the sentence begins beside its picture
  await page.setViewportSize({ width: 360, height: 640 });
  const remark = article.locator(".remark").filter({ hasText: "length limit" });
  const [picture, words] = await Promise.all([
    remark.locator("svg").boundingBox(),
    remark.locator("span").boundingBox(),
  ]);
  expect((picture?.x ?? 0) + (picture?.width ?? 0)).toBeLessThanOrEqual(words?.x ?? 0);
  expect(picture?.y).toBeLessThan((words?.y ?? 0) + (words?.height ?? 0));
  await page.setViewportSize({ width: 1280, height: 720 });
  await article.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await expect(page.getByRole("article", { name: "Continued" })).toContainText("Continue exactly where you stopped.");
  await expect(questions(page)).toHaveCount(1);
  await expect(answerText(answers(page).first())).toHaveText(kept);
  await page.reload();
  await expect(page.getByRole("article", { name: "Continued" })).toBeVisible();
  await expect(questions(page)).toHaveCount(1);
});

test.describe("with a server that takes up its own text", () => {
  test.beforeEach(async ({ page }) => {
    await openNew(page);
    await choosePractice(page);
  });

  test("stop, Continue: one joined answer, without a flash, and both versions", async ({ page }) => {
    await send(page, "long");
    // Formulas are typeset a moment after their words: the text is compared when one is, and none still waits.
    await expect(answerText(lastAnswer(page)).locator("math").first()).toBeVisible({ timeout: 20_000 });
    await page.getByRole("button", { name: "Stop" }).click();
    const article = await finished(page, "stopped");
    await expect(answerText(article).locator(".math-source")).toHaveCount(0);
    const kept = await answerText(article).first().textContent();
    const html = await log(page).evaluateHandle((element) => element.querySelectorAll('[data-part="answer"]')[0]);
    await article.getByRole("button", { name: "Continue", exact: true }).click();
    await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
    await expect(prompt(page)).toBeFocused();
    const stages = lastAnswer(page).locator(".stages");
    await expect(stages).toHaveCSS("margin-top", "14px");
    // the very element that was read goes on growing
    expect(await html.evaluate((element) => element?.isConnected)).toBe(true);
    expect((await answerText(lastAnswer(page)).first().textContent())?.startsWith((kept ?? "").slice(0, 200))).toBe(
      true,
    );
    await expect
      .poll(async () => (await answerText(lastAnswer(page)).first().textContent())?.length)
      .toBeGreaterThan((kept ?? "").length + 80);
    await expect(answers(page)).toHaveCount(1);
    await expect(answerText(lastAnswer(page))).toHaveCount(1);

    await page.reload();
    await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
    await expect(answerText(lastAnswer(page)).first()).toContainText((kept ?? "").slice(0, 80));
    // what came with the document can be read before it can be pressed
    await expect(async () => {
      const stop = page.getByRole("button", { name: "Stop" });
      if (await stop.isVisible()) await stop.click();
      await expect(lastAnswer(page)).toHaveAttribute("data-status", "stopped", { timeout: 3000 });
    }).toPass({ timeout: 30_000 });
    const stopped = await finished(page, "stopped");
    await expect(stopped.getByRole("group", { name: "Versions" })).toContainText("2 of 2");
    await stopped.getByRole("button", { name: "Previous version" }).click();
    await expect(lastAnswer(page).getByRole("group", { name: "Versions" })).toContainText("1 of 2");
    await expect(answerText(lastAnswer(page)).first()).toHaveText(kept ?? "");
    await lastAnswer(page).getByRole("button", { name: "Next version" }).click();
    await expect(lastAnswer(page).getByRole("group", { name: "Versions" })).toContainText("2 of 2");
  });

  test("length, Continue by keyboard: the word that was cut is whole", async ({ page }) => {
    await send(page, "length");
    const article = await finished(page);
    await expect(answerText(article)).toContainText(/going to be un$/);
    const button = article.getByRole("button", { name: "Continue", exact: true });
    await button.focus();
    await page.keyboard.press("Tab");
    await expect(article.getByRole("button", { name: "Try again" })).toBeFocused();
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await expect(lastAnswer(page).getByRole("group", { name: "Versions" })).toContainText("2 of 2", {
      timeout: 20_000,
    });
    await expect(answerText(lastAnswer(page))).toContainText(
      "going to be unfinished no longer: this is the rest of it.",
    );
    await expect(answerText(lastAnswer(page))).toHaveCount(1);
    await expect(reasoningButton(lastAnswer(page))).toHaveCount(1);
    await expect(lastAnswer(page).getByText("continued", { exact: true })).toBeVisible();
    // a complete answer has nothing to continue
    await expect(page.getByRole("button", { name: "Continue", exact: true })).toHaveCount(0);
    await expect(prompt(page)).toBeEnabled();
  });
});
