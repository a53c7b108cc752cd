import { makeLong } from "../support/long-page";
import { answers, collectComplaints, finished, log, prompt, questions, reasoningButton, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

const turns = 150;

const nodeCount = (page: Page) => page.evaluate(() => document.querySelectorAll("*").length);
/** Where a message stands in the window, px. */
const topOf = (page: Page, id: string) =>
  page.evaluate(
    (each) => document.querySelector(`[data-message-id="${each}"]`)?.getBoundingClientRect().top ?? null,
    id,
  );
/** The message at the middle of the window. */
const middle = (page: Page) =>
  page.evaluate(() => {
    const article = document.elementsFromPoint(innerWidth / 2, innerHeight / 2).find((each) => each.matches("article"));
    return article?.getAttribute("data-message-id") ?? null;
  });

/** Counts frames in which the middle of the window shows neither a message nor a place for those that are being read. */
async function watchBlanks(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const store = window as unknown as { blankMs: number; watching: boolean };
    store.blankMs = 0;
    store.watching = true;
    let blankSince: number | null = null;
    const look = (now: number) => {
      const seen = document.elementsFromPoint(innerWidth / 2, innerHeight / 2);
      if (seen.some((each) => each.matches("article, .edge"))) blankSince = null;
      else {
        blankSince ??= now;
        store.blankMs = Math.max(store.blankMs, now - blankSince);
      }
      if (store.watching) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () =>
    page.evaluate(() => {
      const store = window as unknown as { blankMs: number; watching: boolean };
      store.watching = false;
      return store.blankMs;
    });
}

async function scrollToStart(page: Page): Promise<number> {
  await page.mouse.move(640, 300);
  const blanks = await watchBlanks(page);
  let most = 0;
  await expect(async () => {
    for (let step = 0; step < 10; step += 1) {
      await page.mouse.wheel(0, -2500);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      most = Math.max(most, await nodeCount(page));
    }
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await expect(page.locator(".edge")).toHaveCount(0, { timeout: 100 });
  }).toPass({ timeout: 40_000 });
  expect(most).toBeLessThan(3000);
  expect(await blanks()).toBeLessThan(100);
  return most;
}

test("300 messages open at their end and scroll to their start", async ({ page, request }) => {
  const complaints = collectComplaints(page);
  const { path } = await makeLong(request, turns);
  await page.goto(path);
  await expect(answers(page).filter({ hasText: "Answer 150" })).toBeInViewport();
  expect(await answers(page).count()).toBeLessThan(60);
  expect(await nodeCount(page)).toBeLessThan(3000);
  await scrollToStart(page);
  await expect(
    questions(page)
      .filter({ hasText: /^You.*Question 1$/s })
      .first(),
  ).toBeInViewport();
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(answers(page).filter({ hasText: "Answer 150" })).toBeInViewport();
  await expect(page.getByRole("button", { name: "Jump to latest" })).toHaveCount(0);
  expect(await nodeCount(page)).toBeLessThan(3000);
  expect(complaints).toEqual([]);
});

test("nothing that is read moves when older messages arrive", async ({ page, request }) => {
  const { path } = await makeLong(request, turns);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/api/conversations/*?limit=*&before=*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(path);
  await expect(prompt(page)).toBeVisible();
  await page.mouse.move(640, 300);
  const first = await answers(page).first().getAttribute("data-message-id");
  await expect(async () => {
    await page.mouse.wheel(0, -1500);
    await expect(page.locator(`[data-message-id="${first}"]`)).toBeInViewport({ timeout: 300 });
  }).toPass();
  await expect
    .poll(() =>
      page.evaluate(
        () =>
          new Promise((done) => {
            const before = scrollY;
            requestAnimationFrame(() => requestAnimationFrame(() => done(scrollY - before)));
          }),
      ),
    )
    .toBe(0);
  const read = await middle(page);
  const before = await topOf(page, read ?? "");
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  release();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollHeight)).not.toBe(height);
  expect(Math.abs(((await topOf(page, read ?? "")) ?? Number.NaN) - (before ?? 0))).toBeLessThanOrEqual(2);
});

test("a message found by its address stands in the middle of the branch, which goes on in both directions", async ({
  page,
  request,
}) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[100]}`);
  const found = page.locator(`[data-message-id="${ids[100]}"]`);
  await expect(found).toBeInViewport();
  await expect(found).toBeFocused();
  await expect(answers(page).filter({ hasText: "Answer 150" })).toHaveCount(0);
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await expect(answers(page).filter({ hasText: "Answer 150" })).toBeInViewport();
});

test("a question that is asked in the middle of the branch is asked at its end", async ({ page, request }) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(`${path}?m=${ids[100]}`);
  await expect(page.locator(`[data-message-id="${ids[100]}"]`)).toBeFocused();
  await send(page, "[[scenario:echo]] at the end");
  const answer = await finished(page);
  await expect(answer).toBeInViewport();
  const stored = await (await request.get(`/api/conversations/${path.slice(3)}`)).json();
  expect(stored.messages).toHaveLength(2 * turns + 2);
  expect(stored.messages.at(-2).parentId).toBe(ids.at(-1));
});

test("what was opened by hand is open when one comes back, and what has the focus keeps it", async ({
  page,
  request,
}) => {
  const { path, ids } = await makeLong(request, turns);
  await page.goto(path);
  const last = page.locator(`[data-message-id="${ids.at(-1)}"]`);
  // what the server drew can be pressed once React has taken it over
  await expect(async () => {
    await reasoningButton(last).click();
    await expect(last.getByRole("region", { name: "Reasoning" })).toBeVisible({ timeout: 500 });
  }).toPass();
  await scrollToStart(page);
  // it has the focus: it is still there, and Tab goes on from it
  await expect(reasoningButton(last)).toBeFocused();
  await page.getByRole("button", { name: "Jump to latest" }).focus();
  await expect(last).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(last).toBeInViewport();
  // the button has gone, the focus has not
  await expect(page.getByRole("button", { name: "Jump to latest" })).toHaveCount(0);
  await expect(prompt(page)).toBeFocused();
  await expect(reasoningButton(last)).toHaveAttribute("aria-expanded", "true");
});

test("by keyboard alone through what is not drawn yet, at 360 px and in the dark", async ({ page, request }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: "dark" });
  const { path, ids } = await makeLong(request, turns);
  await page.goto(path);
  await expect(page.locator(`[data-message-id="${ids.at(-1)}"]`)).toBeInViewport();
  await reasoningButton(page.locator(`[data-message-id="${ids.at(-1)}"]`)).focus();
  for (let press = 0; press < 320; press += 1) await page.keyboard.press("Shift+Tab");
  const focused = await page.evaluate(() =>
    document.activeElement?.closest("article")?.getAttribute("data-message-id"),
  );
  expect(ids.indexOf(focused ?? "")).toBeGreaterThan(0);
  expect(ids.indexOf(focused ?? "")).toBeLessThan(ids.length - 40);
  expect(await nodeCount(page)).toBeLessThan(3000);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test("an answer at the end of a long conversation is followed", async ({ page, request }) => {
  const { path } = await makeLong(request, turns);
  await page.goto(path);
  await scrollToStart(page);
  await send(page, "[[scenario:paced n=600 rate=200]] go on");
  await expect(answers(page).last()).toContainText("t9 ");
  // what is above the growing answer is left alone
  await log(page).evaluate((list) => {
    const store = window as unknown as { touched: number };
    store.touched = 0;
    const growing = [...list.querySelectorAll("article")].at(-1);
    new MutationObserver((records) => {
      const others = records.filter(
        ({ target }) => target instanceof Node && target !== list && growing !== undefined && !growing.contains(target),
      );
      // with its end all buttons can be pressed again
      if (list.getAttribute("aria-busy") === "true") store.touched += others.length;
    }).observe(list, { subtree: true, childList: true, characterData: true, attributes: true });
  });
  await finished(page);
  expect(await page.evaluate(() => (window as unknown as { touched: number }).touched)).toBe(0);
  await expect(log(page)).not.toHaveAttribute("aria-busy", "true");
  const distance = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
  expect(distance).toBeLessThan(50);
});
