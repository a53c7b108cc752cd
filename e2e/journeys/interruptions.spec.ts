import { newGate } from "../support/gate";
import { answerText, finished, lastAnswer, openNew, prompt, questions, reasoningButton, send } from "../support/page";
import { expect, test } from "../support/test";

test("Stop keeps what came, and Escape stops too", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:paced n=400 rate=30]] A long one");
  await expect(answerText(lastAnswer(page))).not.toBeEmpty();
  await page.getByRole("button", { name: "Stop" }).click();
  const article = await finished(page, "stopped");
  await expect(prompt(page)).toBeFocused();
  const kept = await answerText(article).innerText();
  expect(kept.length).toBeGreaterThan(0);
  await page.reload();
  await expect(answerText(lastAnswer(page))).toHaveText(kept);

  await send(page, "[[scenario:paced n=400 rate=30]] Another long one");
  await expect(answerText(lastAnswer(page))).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await finished(page, "stopped");
});

test("a reload in mid-answer shows it from the first character and goes on", async ({ page }) => {
  const gate = newGate();
  await openNew(page);
  await send(page, `[[scenario:paced n=120 rate=100 reasoning=0.3 hold=60 ${gate.param}]] Reload me`);
  await expect(reasoningButton(lastAnswer(page))).toBeVisible();
  await page.reload();
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(answerText(lastAnswer(page))).toContainText("t36 ");
  await gate.open();
  const article = await finished(page);
  const live = await answerText(article).innerText();
  await page.reload();
  await expect(answerText(lastAnswer(page))).toHaveText(live);
});

const failures = [
  {
    scenario: "http-401",
    code: "provider_key_denied",
    status: "failed",
    next: { role: "link", name: "Open connections" },
  },
  { scenario: "http-500", code: "provider_failed", status: "failed", next: { role: "button", name: "Try again" } },
  {
    scenario: "error-in-stream",
    code: "provider_failed",
    status: "failed",
    next: { role: "button", name: "Continue" },
  },
  { scenario: "cut", code: "provider_cut", status: "interrupted", next: { role: "button", name: "Continue" } },
] as const;

for (const { scenario, code, status, next } of failures) {
  test(`${scenario}: a sentence, one next step, the question kept`, async ({ page }) => {
    await openNew(page);
    await send(page, `[[scenario:${scenario}]] Will this fail?`);
    const article = await finished(page, status);
    const alert = article.getByRole("alert");
    await expect(alert).toHaveAttribute("data-error-code", code);
    await expect(alert.locator(".btn.primary")).toHaveAccessibleName(next.name);
    await expect(alert.getByRole(next.role, { name: next.name })).toBeVisible();
    // figures only where something of an answer came
    const details = article.getByRole("button", { name: "Answer details" });
    if (next.name === "Continue") await expect(details).toContainText(/\d s, /);
    else await expect(details).toHaveText("Details");
    await expect(questions(page)).toHaveCount(1);
    await page.reload();
    await expect(lastAnswer(page).getByRole("alert")).toHaveAttribute("data-error-code", code);
  });
}

test("Try again makes a second version, and one can step between them", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:fail-once code=500]] Fail first");
  await finished(page, "failed");
  await lastAnswer(page).getByRole("alert").getByRole("button", { name: "Try again" }).click();
  const article = await finished(page);
  await expect(article.getByRole("group", { name: "Versions" })).toContainText("2 of 2");
  await article.getByRole("button", { name: "Previous version" }).click();
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "failed");
  await expect(prompt(page)).toBeEnabled();
});
