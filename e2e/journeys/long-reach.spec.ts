import { randomUUID } from "node:crypto";
import { askInstead, end, facts, makeLong, message, toLatest } from "../support/long-page";
import { finished, log, openNew, prompt, questions, send } from "../support/page";
import { expect, test } from "../support/test";

// How a person gets to messages that did not come with the page. A conversation here has 300.
const turns = 150;
/** The question in the middle: 100 messages stand before it, 199 after it. */
const middle = 100;

const newWord = () => `w${randomUUID().replaceAll("-", "").slice(0, 12)}`;

test("the figures at the top are those of the whole branch, whatever part of it is here", async ({ page, request }) => {
  const { id, path, ids } = await makeLong(request, turns);
  await page.goto(path);
  await expect(facts(page)).toHaveText("300 messages");
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(facts(page)).toHaveText("300 messages");
  await page.goto(path);
  await send(page, "[[scenario:echo]] and one more");
  await finished(page);
  await expect(facts(page)).toHaveText(/^302 messages/);
  // another branch has its own
  await askInstead(page, id, ids[middle - 1], "another way");
  await expect(questions(page).last()).toContainText("another way");
  await expect(facts(page)).toHaveText(/^102 messages/);
});

test("a search leads to a message far up, also on another branch, and again after one has gone elsewhere", async ({
  page,
  request,
}) => {
  const [word, other] = [newWord(), newWord()];
  const { id, path, ids } = await makeLong(request, turns, { 7: word });
  await askInstead(page, id, ids[7], other);
  await request.put(`/api/conversations/${id}/branch`, { data: { leafId: ids.at(-1) } });
  await openNew(page);
  const box = page.getByRole("searchbox", { name: "Search conversations" });
  const hit = page.getByRole("region", { name: "Search results" }).locator(`a[href^="${path}"]`).first();
  await box.fill(word);
  await expect(hit.locator("mark").first()).toHaveText(word);
  await hit.click();
  const found = message(page, ids[12]);
  await expect(found).toBeInViewport();
  await expect(found).toBeFocused();
  await toLatest(page).click();
  await expect(end(page)).toBeInViewport();
  await expect(found).toHaveCount(0);
  // the same result once more: the address does not change
  await hit.click();
  await expect(found).toBeInViewport();
  await expect(found).toHaveAttribute("data-marked", "");
  await expect(found).toBeFocused();

  await box.fill(other);
  await expect(hit.locator("mark").first()).toHaveText(other);
  await hit.click();
  await expect(questions(page).filter({ hasText: other })).toBeInViewport();
  await expect(log(page)).toContainText("Question 4");
  await expect(log(page)).not.toContainText("Question 5");
  await page.goBack();
  await expect(found).toBeInViewport();
  await expect(log(page)).toContainText("Question 8");
  await page.goForward();
  await expect(questions(page).filter({ hasText: other })).toBeInViewport();
});

test("the map goes to the first turn and to the last one", async ({ page, request }) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(path);
  // the server has drawn the button before the page listens, and not these
  await expect(facts(page)).toHaveText("300 messages");
  const dialog = page.getByRole("dialog", { name: "Branches" });
  for (const [key, id] of [
    ["Home", ids[1]],
    ["End", ids.at(-1)],
    ["Home", ids[1]],
  ] as const) {
    await page.getByRole("button", { name: "Branches", exact: true }).click();
    await expect(dialog.getByRole("tree")).toBeFocused();
    await page.keyboard.press(key);
    await page.keyboard.press("Enter");
    await expect(message(page, id)).toBeInViewport();
    await expect(message(page, id)).toBeFocused();
  }
});

test("the keys for the last question and the last answer mean those of the branch, not of the page", async ({
  page,
  context,
  request,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(message(page, ids[middle])).toBeFocused();
  await page.keyboard.press("Control+Shift+C");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^Answer 150\n/);
  await expect(message(page, ids[middle])).toBeInViewport();
  await prompt(page).press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edited message" });
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue("Question 150");
  await expect(editor).toBeInViewport();
});

test("a last question that is on the page and not drawn is drawn to be edited", async ({ page, request }) => {
  const { path, ids } = await makeLong(request, 60);
  await page.goto(path);
  await page.mouse.move(640, 300);
  await expect(async () => {
    for (let step = 0; step < 10; step += 1) await page.mouse.wheel(0, -2500);
    await expect(message(page, ids[0])).toBeInViewport({ timeout: 300 });
  }).toPass();
  await expect(message(page, ids.at(-2))).toHaveCount(0);
  await prompt(page).press("ArrowUp");
  const editor = page.getByRole("textbox", { name: "Edited message" });
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue("Question 60");
  await expect(editor).toBeInViewport();
});
