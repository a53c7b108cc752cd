import { expectAccessible } from "../support/accessible";
import { finished, log, openNew, prompt, send } from "../support/page";
import { expectNoOverflow, list, newTitle, onPhone } from "../support/sidebar";
import { expect, type Page, test } from "../support/test";

const choice = (page: Page) => page.getByRole("button", { name: "Temporary conversation" });
const bar = (page: Page) => page.getByRole("region", { name: "Temporary conversation" });
const badge = (page: Page) => page.locator(".topbar").getByText("Temporary", { exact: true });
const question = (words: string) => `[[scenario:paced n=2 rate=400]] ${words}`;
const entryOf = (page: Page, words: string) => list(page).getByRole("link").filter({ hasText: words });

test("with the mouse: chosen, asked, there after a reload, in no list, kept, and then it is in the list", async ({
  page,
  context,
}) => {
  const words = newTitle("Between us");
  await openNew(page);
  await choice(page).click();
  await expect(choice(page)).toHaveAttribute("aria-pressed", "true");
  await expect(badge(page)).toBeVisible();
  await expect(bar(page)).toContainText("24 hours after its last message");
  await expectAccessible(page, "main");
  await page.screenshot({ path: test.info().outputPath("empty.png") });
  await send(page, question(words));
  await finished(page);
  await page.reload();
  await expect(log(page)).toContainText(words);
  await expect(badge(page)).toBeVisible();
  await expectAccessible(page, "main");
  await page.screenshot({ path: test.info().outputPath("asked.png") });
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(bar(other)).toBeVisible();
  await page.bringToFront();
  for (const each of [page, other]) await expect(entryOf(each, words)).toHaveCount(0);
  await bar(page).getByRole("button", { name: "Keep" }).click();
  for (const each of [page, other]) {
    await expect(bar(each)).toHaveCount(0);
    await expect(badge(each)).toHaveCount(0);
    await expect(entryOf(each, words)).toBeVisible();
  }
});

test("with the keyboard alone: chosen, asked, ended and deleted", async ({ page }) => {
  await openNew(page);
  await choice(page).focus();
  await page.keyboard.press("Space");
  await expect(badge(page)).toBeVisible();
  await page.keyboard.press("Space");
  await expect(badge(page)).toHaveCount(0);
  await page.keyboard.press("Enter");
  await prompt(page).focus();
  await page.keyboard.type(question("Only for now"));
  await page.keyboard.press("Enter");
  await finished(page);
  const address = page.url();
  await bar(page).getByRole("button", { name: "End and delete" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(prompt(page)).toBeFocused();
  // the next one is an ordinary one
  await expect(choice(page)).toHaveAttribute("aria-pressed", "false");
  expect((await page.request.get(address.replace("/c/", "/api/conversations/"))).status()).toBe(404);
});

for (const scheme of ["light", "dark"] as const) {
  test(`360 px, ${scheme}: a temporary conversation`, async ({ page }) => {
    await onPhone(page, scheme);
    await openNew(page);
    await choice(page).click();
    await expect(bar(page)).toBeVisible();
    await expectAccessible(page, "main");
    await page.screenshot({ path: test.info().outputPath("empty.png") });
    await expectNoOverflow(page);
    await send(page, question("On a phone"));
    await finished(page);
    const box = await bar(page).getByRole("button", { name: "End and delete" }).boundingBox();
    expect(box?.height ?? 0).toBeGreaterThanOrEqual(44);
    await expectAccessible(page, "main");
    await page.screenshot({ path: test.info().outputPath("asked.png") });
    await expectNoOverflow(page);
  });
}
