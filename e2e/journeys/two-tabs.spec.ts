import { newGate } from "../support/gate";
import { answers, answerText, finished, lastAnswer, openNew, prompt, questions, send } from "../support/page";
import { expect, test } from "../support/test";

test("a tab one comes back to shows what happened in the other, and follows what runs there", async ({
  page,
  context,
}) => {
  await openNew(page);
  await send(page, "First, from here");
  await finished(page);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(answers(other)).toHaveCount(1);
  await send(other, "Second, from there");
  await expect(answers(other)).toHaveCount(2);
  await finished(other);

  await page.bringToFront();
  await prompt(page).fill("A draft");
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(questions(page)).toHaveCount(2);
  await expect(prompt(page)).toHaveValue("A draft");
  await send(page, "Third, from here");
  await expect(answers(page)).toHaveCount(3);
  await finished(page);
  await expect(page.getByRole("group", { name: "Versions" })).toHaveCount(0);

  const gate = newGate();
  await send(other, `[[scenario:paced n=120 rate=100 hold=60 ${gate.param}]] Elsewhere`);
  await expect(answerText(lastAnswer(other))).not.toBeEmpty();
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  await gate.open();
  await finished(other);
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(await answerText(lastAnswer(other)).innerText());
});

test("a hidden tab lets go of its connection, and has every word when it is seen again", async ({ page }) => {
  const show = (state: "hidden" | "visible") =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  const gate = newGate();
  await openNew(page);
  const ended = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/messages"));
  await send(page, `[[scenario:paced n=120 rate=100 hold=40 ${gate.param}]] Behind other windows`);
  await expect(answerText(lastAnswer(page))).toContainText("t10 ");
  await show("hidden");
  await ended;
  await gate.open();
  const id = new URL(page.url()).pathname.slice("/c/".length);
  await expect
    .poll(async () => (await (await page.request.get(`/api/conversations/${id}`)).json()).messages.at(-1).status)
    .toBe("done");
  const before = await answerText(lastAnswer(page)).innerText();
  expect(before).not.toContain("t119");
  const again = page.waitForRequest((request) => /\/completion\?message=.*&after=\d+/.test(request.url()));
  await show("visible");
  await again;
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(Array.from({ length: 120 }, (_, index) => `t${index}`).join(" "));
});
