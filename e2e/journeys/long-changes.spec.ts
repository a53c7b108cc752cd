import { askInstead, end, facts, makeLong, message, storedIds, toLatest } from "../support/long-page";
import { finished, lastAnswer, prompt, questions, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

// What a person does with messages that did not come with the page. A conversation here has 300.
const turns = 150;
/** The question in the middle: 100 messages stand before it, 199 after it. */
const middle = 100;

const menu = (page: Page) => page.getByRole("menu", { name: "More actions" });

async function openMenu(page: Page, id: string | undefined): Promise<void> {
  await message(page, id).hover();
  await message(page, id).getByRole("button", { name: "More actions" }).click();
}

/** Settles when the feed has told of it, to this process as to every page. */
async function hears(origin: string, event: string): Promise<void> {
  const response = await fetch(`${origin}/api/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ""; !text.includes(event); ) {
    const next = await reader?.read();
    if (!next || next.done) throw new Error(`the feed ended without ${event}`);
    text += next.value;
  }
  await reader?.cancel();
}

test("a question far up is deleted with all that follows it, and brought back where it stood", async ({
  page,
  request,
}) => {
  const { id, path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(message(page, ids[middle])).toBeFocused();
  await openMenu(page, ids[middle]);
  const item = menu(page).getByRole("menuitem", { name: "Delete" });
  await expect(item).toHaveAccessibleDescription("This question and everything under it, 200 messages");
  await item.click();
  await expect(page.getByRole("status").filter({ hasText: "200 messages deleted." })).toBeVisible();
  await expect(lastAnswer(page)).toHaveAttribute("data-message-id", ids[middle - 1] ?? "");
  await expect(facts(page)).toHaveText("100 messages");
  expect(await storedIds(request, id)).toEqual(ids.slice(0, middle));
  // the feed tells of it while the page still reads where that is: nothing may come in between
  const heard = hears(new URL(page.url()).origin, "messages-changed");
  const reads: string[] = [];
  const isThatOne = (url: string) => new URL(url).searchParams.get("around") === ids[middle];
  await page.route(`**/api/conversations/${id}?*`, async (route) => {
    reads.push(route.request().url());
    if (isThatOne(route.request().url())) {
      await heard;
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      expect(reads).toHaveLength(2);
    }
    await route.continue();
  });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(message(page, ids[middle])).toBeVisible();
  await page.unroute(`**/api/conversations/${id}?*`);
  expect(reads.some(isThatOne)).toBe(true);
  await expect(facts(page)).toHaveText("300 messages");
  expect(await storedIds(request, id)).toEqual(ids);
  await toLatest(page).click();
  await expect(end(page)).toBeInViewport();
});

test("a version far up is deleted: the one that takes its place stands there, with what follows it", async ({
  page,
  request,
}) => {
  const { id, path, ids } = await makeLong(request, turns);
  const instead = await askInstead(page, id, ids[middle - 1], "in other words");
  await page.goto(`${path}?m=${instead}`);
  await expect(message(page, instead)).toBeFocused();
  await openMenu(page, instead);
  await menu(page).getByRole("menuitem", { name: "Delete" }).click();
  await expect(message(page, ids[middle])).toBeInViewport();
  await expect(message(page, ids[middle + 1])).toBeVisible();
  await expect(message(page, ids[middle - 1])).toBeVisible();
  await expect(message(page, instead)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(message(page, instead)).toBeVisible();
  await expect(message(page, ids[middle])).toHaveCount(0);
});

test("versions of a message far up: the other one, and back, with what follows each", async ({ page, request }) => {
  const { id, path, ids } = await makeLong(request, turns);
  const instead = await askInstead(page, id, ids[middle - 1], "in other words");
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(message(page, ids[middle])).toBeFocused();
  await page.keyboard.press("Alt+ArrowRight");
  await expect(message(page, instead)).toBeInViewport();
  await expect(message(page, ids[middle + 2])).toHaveCount(0);
  await message(page, instead).getByRole("button", { name: "Previous version" }).click();
  await expect(message(page, ids[middle])).toBeInViewport();
  await expect(message(page, ids[middle + 2])).toBeVisible();
  await toLatest(page).click();
  await expect(end(page)).toBeInViewport();
});

test("a question far up is asked in other words, an answer far up is given again", async ({ page, request }) => {
  const { id, path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(message(page, ids[middle])).toBeFocused();
  await message(page, ids[middle]).hover();
  await message(page, ids[middle]).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edited message" }).fill("[[scenario:echo]] other words");
  await page.keyboard.press("Enter");
  await expect(questions(page).last()).toContainText("other words");
  await expect(await finished(page)).toBeInViewport();
  await expect(facts(page)).toHaveText(/^102 messages/);
  const edited = await storedIds(request, id);
  expect(edited.slice(0, middle)).toEqual(ids.slice(0, middle));
  expect(edited).toHaveLength(middle + 2);

  await page.goto(`${path}?m=${ids[51]}`);
  await expect(message(page, ids[51])).toBeFocused();
  await message(page, ids[51]).getByRole("button", { name: "Regenerate" }).click();
  await expect(facts(page)).toHaveText(/^52 messages/);
  await expect(await finished(page)).toBeInViewport();
  const again = await storedIds(request, id);
  expect(again.slice(0, 51)).toEqual(ids.slice(0, 51));
  expect(again).toHaveLength(52);
});

test("a fork of a message far up holds what stands before it, to the first message", async ({ page, request }) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[middle + 1]}`);
  await expect(message(page, ids[middle + 1])).toBeFocused();
  await openMenu(page, ids[middle + 1]);
  await menu(page).getByRole("menuitem", { name: "Fork" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("(fork)");
  await expect(facts(page)).toHaveText("102 messages");
  await expect(lastAnswer(page)).toContainText("Answer 51");
  await expect(lastAnswer(page)).toBeInViewport();
  expect(await storedIds(request, new URL(page.url()).pathname.slice(3))).toHaveLength(middle + 2);
});

test("what another tab deletes goes here too, in the middle of the branch", async ({ page, request }) => {
  const { id, path, ids } = await makeLong(request, turns);
  const heard = page.waitForResponse((response) => response.url().endsWith("/api/events"));
  await page.goto(`${path}?m=${ids[middle]}`);
  await heard;
  await expect(message(page, ids[middle])).toBeFocused();
  expect((await request.delete(`/api/conversations/${id}/messages/${ids[middle + 2]}`)).ok()).toBe(true);
  await expect(message(page, ids[middle + 2])).toHaveCount(0);
  await expect(lastAnswer(page)).toHaveAttribute("data-message-id", ids[middle + 1] ?? "");
});

test("what could not be asked is in the box again", async ({ page, request }) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[middle]}`);
  await expect(message(page, ids[middle])).toBeFocused();
  await page.route("**/api/conversations/*?limit=*&message=*", (route) => route.abort());
  await send(page, "[[scenario:echo]] not lost");
  await expect(page.getByRole("alert").filter({ hasText: "cannot be reached" })).toBeVisible();
  await expect(prompt(page)).toHaveValue("[[scenario:echo]] not lost");
  await page.unroute("**/api/conversations/*?limit=*&message=*");
  await page.getByRole("button", { name: "Send message" }).click();
  await expect(questions(page).last()).toContainText("not lost");
  await finished(page);
});
