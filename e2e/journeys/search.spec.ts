import { randomUUID } from "node:crypto";
import { expectAccessible } from "../support/accessible";
import { answers, finished, log, openNew, prompt, questions, reasoningButton, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

const box = (page: Page) => page.getByRole("searchbox", { name: "Search conversations" });
const results = (page: Page) => page.getByRole("region", { name: "Search results" });
const scope = (page: Page, name: string) => page.getByRole("radio", { name, exact: true });
const newWord = () => `w${randomUUID().replaceAll("-", "").slice(0, 12)}`;

/** A conversation of one turn; its answer and its reasoning are numbers, t0 t1 … */
async function converse(page: Page, question: string): Promise<string> {
  await openNew(page);
  await send(page, `[[scenario:paced n=40 rate=400 reasoning=0.5]] ${question}`);
  await finished(page);
  await expect(page).toHaveURL(/\/c\//);
  return new URL(page.url()).pathname;
}

test("a question is found with the mouse, and shown where it stands, also on another branch", async ({ page }) => {
  const [first, second] = [newWord(), newWord()];
  const path = await converse(page, first);
  // another branch becomes the active one
  const id = path.slice("/c/".length);
  await page.request.post(`/api/conversations/${id}/messages`, {
    data: { message: { id: randomUUID(), text: `other root ${second}` }, parentId: null },
  });
  await openNew(page);
  await box(page).fill(first);
  const hit = results(page).getByRole("link");
  await expect(hit.first()).toContainText("Question");
  await expect(hit.first().locator("mark").first()).toHaveText(first);
  await hit.filter({ hasText: "Question" }).first().click();
  await expect(page).toHaveURL(new RegExp(`${path}\\?m=`));
  await expect(questions(page).filter({ hasText: first })).toBeInViewport();
  await expect(questions(page).filter({ hasText: first })).toHaveAttribute("data-marked", "");
  await expect(log(page)).not.toContainText(second);
  // and the mark goes
  await expect(questions(page).filter({ hasText: first })).not.toHaveAttribute("data-marked", "");
});

test("with the keyboard alone: arrows, Enter, Escape", async ({ page }) => {
  const word = newWord();
  const path = await converse(page, `${word} by keyboard`);
  await openNew(page);
  await box(page).focus();
  await page.keyboard.type(word);
  // what the first letters found gives way to what the word finds
  await expect(results(page).locator("mark").first()).toHaveText(word);
  await page.keyboard.press("ArrowDown");
  await expect(results(page).getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(box(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(box(page)).toHaveValue("");
  await expect(results(page)).toHaveCount(0);
  await expect(page.getByRole("navigation", { name: "Conversations" }).getByRole("link").nth(1)).toBeVisible();
  // Enter does not have to wait for the results
  await page.keyboard.type(word);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(path));
  await expect(questions(page).filter({ hasText: word })).toBeInViewport();
});

test("reasoning is found by itself, and opens where it was found", async ({ page }) => {
  const path = await converse(page, newWord());
  await openNew(page);
  await box(page).fill("t3 t4 ");
  await expect(results(page).getByRole("link").first()).toBeVisible();
  await scope(page, "Reasoning").click();
  const hit = results(page).locator(`a[href^="${path}"]`);
  await expect(hit).toContainText("Reasoning");
  await hit.click();
  await expect(page).toHaveURL(/\?m=.*#reasoning-1$/);
  const toggle = reasoningButton(answers(page).first());
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
  await expect(answers(page).first().getByRole("region", { name: "Reasoning" })).toContainText("t3 t4");
  // opened once: what the reader then chooses stays
  await toggle.click();
  await expect(toggle).toHaveAttribute("aria-expanded", "false");
  // the same result again opens it again
  await hit.click();
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
});

test("nothing found, a server that fails, and filters that hide everything each have a way on", async ({ page }) => {
  const word = newWord();
  await converse(page, word);
  await openNew(page);
  await box(page).fill(word);
  await expect(results(page).getByRole("link").first()).toBeVisible();
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  await page.getByLabel("To", { exact: true }).fill("2020-01-01");
  await expect(page.getByRole("button", { name: "Filters: 1" })).toBeVisible();
  await expect(results(page)).toContainText("Nothing was found.");
  await results(page).getByRole("button", { name: "Search everything" }).click();
  await expect(results(page).getByRole("link").first()).toBeVisible();

  await page.route("**/api/search?**", (route) => route.abort());
  await box(page).fill(`${word} x`);
  await expect(results(page).getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/api/search?**");
  await results(page).getByRole("button", { name: "Try again" }).click();
  await expect(results(page)).toContainText("Nothing was found.");
});

test("a filter keeps to one project", async ({ page }) => {
  const [word, name] = [newWord(), `Project ${newWord()}`];
  const inside = await converse(page, `${word} inside`);
  await converse(page, `${word} elsewhere`);
  const made = await page.request.post("/api/projects", { data: { name } });
  const { id: projectId } = await made.json();
  await page.request.patch(`/api${inside.replace("/c/", "/conversations/")}`, { data: { projectId } });
  await openNew(page);
  await box(page).fill(word);
  const questionsFound = results(page).getByRole("link").filter({ hasText: "Question" });
  await expect(questionsFound).toHaveCount(2);
  await page.getByRole("button", { name: "Filters", exact: true }).click();
  // the models that have answered, not all that could be asked
  const models = page.getByRole("combobox", { name: "Model", exact: true });
  await expect(models.getByRole("option", { name: "openai/gpt-oss-120b", exact: true })).toHaveCount(1);
  await expect(models.getByRole("option", { name: "local/unknown-context", exact: true })).toHaveCount(0);
  await page.getByRole("combobox", { name: "Project", exact: true }).selectOption({ label: name });
  await expect(page.getByRole("button", { name: "Filters: 1" })).toBeVisible();
  await expect(questionsFound).toHaveCount(1);
  await expect(questionsFound).toContainText("inside");
});

test("the command palette finds conversations and what was said in them", async ({ page }) => {
  const word = newWord();
  const path = await converse(page, `tell me ${word}`);
  await page.request.patch(`/api${path.replace("/c/", "/conversations/")}`, { data: { title: `Named ${newWord()}` } });
  await openNew(page);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Commands" });
  await palette.getByRole("combobox").fill(word);
  await expect(palette.getByRole("option").first().locator("mark")).toHaveText(word);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${path}\\?m=`));
  await expect(questions(page).filter({ hasText: word })).toBeInViewport();
});

for (const scheme of ["light", "dark"] as const) {
  test(`${scheme}: results, filters and nothing found are accessible, and nothing breaks on a phone`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const word = newWord();
    const path = await converse(page, `${word} on a phone`);
    await openNew(page);
    // the page can be seen before it listens
    await expect(async () => {
      await box(page).fill(word);
      await expect(results(page).getByRole("link").first()).toBeVisible({ timeout: 3000 });
    }).toPass({ timeout: 20_000 });
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    await expectAccessible(page, ".sidebar");
    await page.screenshot({ path: `test-results/search-${scheme}.png` });
    await box(page).fill(`${word} ${newWord()}`);
    await expect(results(page)).toContainText("Nothing was found.");
    await expectAccessible(page, ".sidebar");

    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await box(page).fill(word);
    const hit = results(page).getByRole("link").filter({ hasText: "Question" }).first();
    await expect(hit).toBeVisible();
    for (const target of [hit, scope(page, "Answers")])
      expect((await target.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44);
    const width = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(width).toBeLessThanOrEqual(0);
    await expectAccessible(page, ".sidebar");
    await page.screenshot({ path: `test-results/search-${scheme}-360.png` });
    await hit.click();
    await expect(page).toHaveURL(new RegExp(path));
    // the drawer is gone, and the message there
    await expect(questions(page).filter({ hasText: word })).toBeInViewport();
    await expect(prompt(page)).toBeVisible();
  });
}
