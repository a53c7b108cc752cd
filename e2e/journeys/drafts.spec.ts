import { finished, openNew, prompt, questions, send } from "../support/page";
import { expect, test } from "../support/test";

test("what is typed after the first question belongs to the conversation, and survives a reload", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:paced n=10 rate=100]] A beginning");
  await prompt(page).fill("A half-typed next");
  await finished(page);
  await prompt(page).pressSequentially(" question");
  await expect
    .poll(() =>
      page.evaluate(() => Object.values(localStorage).filter((text) => text === "A half-typed next question")),
    )
    .toHaveLength(1);
  await page.reload();
  await expect(prompt(page)).toHaveValue("A half-typed next question");
  await openNew(page);
  await expect(prompt(page)).toHaveValue("");
});

test("a question that did not reach the server is back in the box after a reload", async ({ page }) => {
  const reach = { conversation: "**/api/conversations", message: "**/api/conversations/*/messages" };
  for (const [what, pattern] of Object.entries(reach)) {
    await openNew(page);
    await page.route(pattern, (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
    await send(page, `A precious question, ${what}`);
    await expect(page.getByRole("alert").filter({ hasText: "What you typed is kept here." })).toBeVisible();
    await page.unroute(pattern);
    await page.reload();
    await expect(prompt(page)).toHaveValue(`A precious question, ${what}`);
    await page.getByRole("button", { name: "Send message" }).click();
    await expect(questions(page)).toHaveText(new RegExp(`A precious question, ${what}`));
    await finished(page);
    await page.reload();
    await expect(questions(page)).toHaveCount(1);
    await expect(prompt(page)).toHaveValue("");
  }
});
