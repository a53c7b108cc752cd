import { newGate } from "../support/gate";
import { answerText, collectComplaints, finished, lastAnswer, openNew, prompt, questions, send } from "../support/page";
import { expect, test } from "../support/test";

/** How browsers keep storage from a page. */
const ways = {
  "refuses every access": () => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
      Object.defineProperty(window, name, { get: refuse });
  },
  "is full": () => {
    Storage.prototype.setItem = () => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    };
  },
  "is not there, cookies neither": () => {
    for (const name of ["localStorage", "sessionStorage", "indexedDB"])
      Object.defineProperty(window, name, { value: undefined });
    Object.defineProperty(document, "cookie", { get: () => "", set: () => {} });
  },
};

for (const [how, takeAway] of Object.entries(ways)) {
  test(`the product works when the browser's storage ${how}`, async ({ page }) => {
    await page.addInitScript(takeAway);
    const complaints = collectComplaints(page);
    await openNew(page);
    await prompt(page).pressSequentially("A dra");
    await send(page, "Without any storage");
    await finished(page);
    await expect(answerText(lastAnswer(page))).toContainText("Fake answer");
    await page.reload();
    await expect(answerText(lastAnswer(page))).toContainText("Fake answer");
    const gate = newGate();
    await send(page, `[[scenario:paced n=60 rate=100 hold=20 ${gate.param}]] And a long one`);
    await expect(answerText(lastAnswer(page))).not.toBeEmpty();
    await page.reload();
    await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
    await gate.open();
    await finished(page);
    await expect(questions(page)).toHaveCount(2);
    await page.goto("/settings/appearance");
    await page.getByText("Dark", { exact: true }).click();
    expect(complaints).toEqual([]);
  });
}
