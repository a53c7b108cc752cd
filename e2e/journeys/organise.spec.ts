import { randomUUID } from "node:crypto";
import { ask } from "../../scripts/lib/database.mjs";
import { expectAccessible } from "../support/accessible";
import { journeyDatabaseUrl } from "../support/journey-database";
import { finished, openNew, prompt, send } from "../support/page";
import {
  choose,
  converse,
  entry,
  expectNoOverflow,
  menuOf,
  newTitle,
  onPhone,
  openBehind,
  sidebar,
} from "../support/sidebar";
import { expect, type Locator, type Page, test } from "../support/test";

const archiveDialog = (page: Page) => page.getByRole("dialog", { name: "Archive" });

/** The heading that an entry stands under. */
const headingOf = (link: Locator) =>
  link.evaluate((element) => {
    const headings = [...document.querySelectorAll(".side-list h2")];
    const before = headings.filter((each) => each.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    return before.at(-1)?.textContent;
  });

test("with the mouse: pin, archive, take back, find in the archive, bring back; another tab follows", async ({
  page,
}) => {
  const title = newTitle("By mouse");
  await converse(page, title);
  await openNew(page);
  const other = await openBehind(page);
  await expect(entry(other, title)).toBeVisible();

  await menuOf(page, title);
  await choose(page, "Pin");
  for (const each of [page, other]) await expect.poll(() => headingOf(entry(each, title))).toBe("Pinned");
  await menuOf(page, title);
  await choose(page, "Unpin");
  for (const each of [page, other]) await expect.poll(() => headingOf(entry(each, title))).toBe("Today");

  await menuOf(page, title);
  await choose(page, "Archive");
  for (const each of [page, other]) await expect(entry(each, title)).toHaveCount(0);
  await expectAccessible(page, ".sidebar");
  await sidebar(page).getByRole("status").getByRole("button", { name: "Undo" }).click();
  for (const each of [page, other]) await expect(entry(each, title)).toBeVisible();

  await menuOf(page, title);
  await choose(page, "Archive");
  await expect(entry(page, title)).toHaveCount(0);
  await sidebar(page).getByRole("button", { name: "Archive", exact: true }).click();
  await expect(archiveDialog(page).getByRole("link", { name: title })).toBeVisible();
  await expectAccessible(page, "dialog");
  const archived = archiveDialog(page).getByRole("listitem").filter({ hasText: title });
  // as everywhere else; with the day when midnight has passed meanwhile
  await expect(archived.getByRole("time")).toHaveText(/^(\d{1,2} [A-Z][a-z]{2} )?\d\d:\d\d$/);
  await archived.getByRole("button", { name: "Unarchive" }).click();
  await expect(archiveDialog(page).getByRole("link", { name: title })).toHaveCount(0);
  for (const each of [page, other]) await expect(entry(each, title)).toBeVisible();
  await expect(page.getByText("is in the archive")).toHaveCount(0);
});

test("a message into an archived conversation brings it back", async ({ page }) => {
  const title = newTitle("Written into");
  const id = await converse(page, title);
  await page.request.patch(`/api/conversations/${id}`, { data: { archived: true } });
  await page.goto(`/c/${id}`);
  await expect(entry(page, title)).toHaveCount(0);
  await send(page, "[[scenario:paced n=2 rate=400]] again");
  await finished(page);
  await expect(entry(page, title)).toBeVisible();
});

test("a rename that the server refuses says why, keeps the words in the box, and can be tried again", async ({
  page,
}) => {
  const [title, wanted] = [newTitle("As it was"), newTitle("As it shall be")];
  const id = await converse(page, title);
  await openNew(page);
  await page.route(`**/api/conversations/${id}`, (route) =>
    route.fulfill({
      status: 409,
      json: { error: { code: "conflict", message: "It has been changed elsewhere.", requestId: "r" } },
    }),
  );
  await menuOf(page, title);
  await choose(page, "Rename");
  const box = sidebar(page).getByRole("textbox", { name: "Title" });
  await expect(box).toBeFocused();
  await box.fill(wanted);
  await page.keyboard.press("Enter");
  await expect(sidebar(page).getByRole("status")).toContainText("It has been changed elsewhere.");
  await expect(box).toHaveValue(wanted);
  await expect(box).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(entry(page, title)).toBeFocused();

  // left by the mouse: the words are kept, the focus stays where it went
  await menuOf(page, title);
  await choose(page, "Rename");
  await box.fill(wanted);
  await prompt(page).click();
  await expect(box).toHaveValue(wanted);
  await expect(box).not.toBeFocused();
  await expect(prompt(page)).toBeFocused();
  await page.unroute(`**/api/conversations/${id}`);
  await box.press("Enter");
  await expect(entry(page, wanted)).toBeFocused();
  await page.reload();
  await expect(entry(page, wanted)).toBeVisible();
});

test("with the keyboard alone: one stop for Tab, arrows from entry to entry, the menu, the way back", async ({
  page,
}) => {
  const [older, newer] = [newTitle("Older"), newTitle("Newer")];
  await converse(page, older);
  await converse(page, newer);
  await openNew(page);
  await page.getByRole("button", { name: "New project" }).focus();
  await page.keyboard.press("Tab");
  await expect(entry(page, newer)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(entry(page, older)).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "More actions" }).and(page.locator(":focus"))).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect.poll(() => headingOf(entry(page, older))).toBe("Pinned");
  await entry(page, older).focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Home");
  await expect(page.locator("[data-entry]:focus")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Rename" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Archive" })).toBeFocused();
  await page.keyboard.press("Enter");
  // the focus is on a neighbour, not lost
  await expect(page.locator("[data-entry]:focus")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-entry]:focus")).toHaveCount(1);
});

test.describe("a long list", () => {
  const count = 20_000;
  const mark = `Long-list-${randomUUID().slice(0, 8)}`;
  test.beforeAll(async () => {
    await ask(
      journeyDatabaseUrl(),
      `insert into conversation (id, owner_id, title, next_seq, last_activity_at)
       select gen_random_uuid(), 'solo-owner', '${mark} ' || n, 2, now() - interval '1 hour' - n * interval '1 minute'
       from generate_series(1, ${count}) n`,
    );
  });
  test.afterAll(() => ask(journeyDatabaseUrl(), `delete from conversation where title like '${mark}%'`));

  test("of 20,000 conversations those in view are drawn, and the focus stays through all pages", async ({ page }) => {
    test.setTimeout(150_000);
    await openNew(page);
    await entry(page, `${mark} 1`).focus();
    const list = page.locator(".side-list");
    const elements = () => list.evaluate((element) => element.querySelectorAll("*").length);
    await expect.poll(() => elements()).toBeLessThan(900);
    // down by the keyboard: each End goes to the end of what is there, and asks for more
    for (let seen = 0; seen < 600; ) {
      await page.keyboard.press("End");
      const focused = page.locator("[data-entry]:focus");
      await expect(focused).toHaveCount(1);
      await expect(focused).toBeInViewport();
      const number = Number((await focused.textContent())?.split(" ").at(-1));
      expect(number).toBeGreaterThanOrEqual(seen);
      if (number === seen)
        await expect.poll(() => list.evaluate((each) => each.scrollHeight)).toBeGreaterThan(seen * 32 + 800);
      seen = number;
    }
    expect(await elements()).toBeLessThan(900);
    // then everything, page by page, by scrolling
    await list.evaluate(async (element, last) => {
      const until = performance.now() + 90_000;
      while (!element.querySelector(`[aria-label="${last}"]`) && performance.now() < until) {
        element.scrollTop = element.scrollHeight;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      element.scrollTop = element.scrollHeight;
    }, `${mark} ${count}`);
    await expect(entry(page, `${mark} ${count}`)).toBeInViewport();
    expect(await elements()).toBeLessThan(900);
    // a frame of fast scrolling through all of it
    const frames = await list.evaluate(async (element) => {
      const times: number[] = [];
      for (let step = 0; step < 60; step += 1) {
        const begun = performance.now();
        element.scrollTop = (element.scrollHeight * step) / 60;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        times.push(performance.now() - begun);
      }
      return times.sort((a, b) => a - b);
    });
    test.info().annotations.push({
      type: "figure",
      description: `median frame ${frames[30]?.toFixed(1)} ms, worst ${frames.at(-1)?.toFixed(1)} ms`,
    });
    console.log(`20,000 entries: median frame ${frames[30]?.toFixed(1)} ms, worst ${frames.at(-1)?.toFixed(1)} ms`);
    expect(frames[30]).toBeLessThan(100);
    await expect(page.locator("[data-entry]:focus")).toHaveCount(1);
    await expectAccessible(page, ".sidebar");
    await page.keyboard.press("Home");
    await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeLessThan(100);
  });
});

for (const scheme of ["light", "dark"] as const) {
  test(`360 px, ${scheme}: the drawer has it all, with targets large enough`, async ({ page }) => {
    const title = newTitle("On a phone, with a title that is much longer than the drawer is wide");
    await converse(page, title);
    await onPhone(page, scheme);
    await openNew(page);
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await menuOf(page, title);
    await choose(page, "Pin");
    await expect.poll(() => headingOf(entry(page, title))).toBe("Pinned");
    await menuOf(page, title);
    await choose(page, "Archive");
    await expect(sidebar(page).getByRole("button", { name: "Undo" })).toBeVisible();
    await expectAccessible(page, ".sidebar");
    const button = await sidebar(page).getByRole("button", { name: "Archive", exact: true }).boundingBox();
    expect(button?.height ?? 0).toBeGreaterThanOrEqual(44);
    await sidebar(page).getByRole("button", { name: "Archive", exact: true }).click();
    await expect(archiveDialog(page).getByRole("link", { name: title })).toBeVisible();
    await expectAccessible(page, "dialog");
    await expectNoOverflow(page);
  });
}
