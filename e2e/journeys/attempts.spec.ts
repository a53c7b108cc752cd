import { answerText, finished, lastAnswer, openNew, prompt, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

/** Adds the first model that fits to the list of those asked when the chosen one fails. */
async function addFallback(page: Page, words: string): Promise<void> {
  await page.getByRole("button", { name: /^Model: / }).click();
  await page.getByRole("button", { name: /^If this model fails/ }).click();
  const dialog = page.getByRole("dialog", { name: "If this model fails" });
  await dialog.getByRole("button", { name: "Add a model" }).click();
  await dialog.getByRole("combobox", { name: "Search models to add" }).fill(words);
  await dialog.getByRole("option").first().click();
}

test("while a provider limits requests the waiting line says so, also after a reload; then the answer comes, with every attempt in its details", async ({
  page,
}) => {
  await openNew(page);
  await send(page, "[[scenario:fail-once code=429 times=1 retry-after=6]] Patience");
  const line = lastAnswer(page).getByText(/: the provider is limiting requests \(attempt 2 of 3\)/);
  await expect(line).toHaveText(/^Waiting \d+ s: the provider is limiting requests/);
  await page.waitForURL(/\/c\//);
  await page.reload();
  await expect(line).toHaveText(/^Waiting \d s: the provider is limiting requests/);
  const article = await finished(page);
  await expect(answerText(article)).toHaveText("Answered at attempt 2.");
  await article.getByRole("button", { name: "Answer details" }).click();
  const attempts = article.getByRole("list", { name: "Attempts" }).getByRole("listitem");
  await expect(attempts).toHaveCount(2);
  await expect(attempts.first()).toContainText("429, The provider is limiting requests.");
  await expect(attempts.first()).toContainText("Provider returned error");
  await expect(attempts.last()).toContainText(/, after 6\.\d s: answered$/);
});

test("a server that loads its model is waited for, in words", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:fail-once how=loading times=2]] Load");
  await expect(lastAnswer(page).getByText("The server is loading the model")).toBeVisible();
  await expect(answerText(await finished(page))).toHaveText("Answered at attempt 3.");
});

test("Stop ends the wait for the next attempt", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:fail-once code=429 retry-after=25]] Never mind");
  await expect(lastAnswer(page).getByText(/the provider is limiting requests/)).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await finished(page, "stopped");
});

test("models are put on the list of fallbacks, moved and removed; the list is kept, and used", async ({ page }) => {
  const dialog = page.getByRole("dialog", { name: "If this model fails" });
  // an installation with this one model: the way to another one
  await page.route("**/api/models", async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    const { defaultModel } = list;
    const models = list.models.filter(
      (model: typeof defaultModel) => model.id === defaultModel.id && model.connectionId === defaultModel.connectionId,
    );
    await route.fulfill({ response, json: { ...list, models } });
  });
  await openNew(page);
  await page.getByRole("button", { name: /^Model: / }).click();
  await page.getByRole("button", { name: /^If this model fails/ }).click();
  await expect(dialog).toContainText("when the one before gives no first word");
  await expect(dialog.getByRole("button", { name: "Add a model" })).toBeHidden();
  await dialog.getByRole("link", { name: "Add a connection" }).click();
  await expect(page).toHaveURL(/\/settings\/connections$/);
  await page.unroute("**/api/models");

  await openNew(page);
  await addFallback(page, "fake/http-404");
  const items = dialog.getByRole("list", { name: "Models asked in order" }).getByRole("listitem");
  await expect(items).toHaveCount(2);
  await dialog.getByRole("button", { name: "Add a model" }).click();
  await dialog.getByRole("combobox", { name: "Search models to add" }).fill("fake/no-reasoning");
  await dialog.getByRole("option").first().click();
  await expect(items).toHaveText([/./, /http-404/, /no-reasoning/]);
  await dialog.getByRole("button", { name: /^Move .*no-reasoning.* up$/ }).click();
  await expect(items).toHaveText([/./, /no-reasoning/, /http-404/]);
  await dialog.getByRole("button", { name: /^Remove .*http-404/ }).click();
  await expect(items).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  // what the first model refuses, the second answers
  await send(page, "[[scenario:http-401]] Who answers?");
  await finished(page, "failed");
  await page.reload();
  await expect(prompt(page)).toBeVisible();
  await page.getByRole("button", { name: /^Model: / }).click();
  await page.getByRole("button", { name: /^If this model fails.*1 other/ }).click();
  await expect(items).toHaveText([/./, /no-reasoning/]);
  await page.keyboard.press("Escape");
  // the marker rules over every model of the fake; without one, each model does what its name says
  await page.getByRole("button", { name: /^Model: / }).click();
  await page.getByRole("combobox", { name: "Search models" }).fill("fake/http-402");
  await page.getByRole("option").first().click();
  await send(page, "And now?");
  const article = await finished(page);
  await expect(answerText(article)).toContainText("without reasoning.");
  await article.getByRole("button", { name: "Answer details" }).click();
  const attempts = article.getByRole("list", { name: "Attempts" }).getByRole("listitem");
  await expect(attempts).toHaveText([/fake\/http-402 at .*402, /, /fake\/no-reasoning at .*: answered/]);
});

test("an answer that turns in circles is ended, and can be tried again", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:circles]] Round and round");
  const article = await finished(page);
  await expect(article.getByText("The model began to repeat itself; the answer was ended.")).toBeVisible();
  await expect(article.getByRole("button", { name: "Try again" })).toBeVisible();
});
