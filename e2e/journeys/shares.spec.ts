import { expectAccessible } from "../support/accessible";
import { answers, collectComplaints, finished, openNew, questions, reasoningButton, send } from "../support/page";
import { box, collectForeign, createLink, dialog, link, openDialog, title } from "../support/sharing";
import { expect, type Locator, openDevice, test } from "../support/test";

test("shared, read in a clean browser, continued in a copy, updated and revoked", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "How do glaciers move? `code` https://example.org/a");
  await finished(page);
  await openDialog(page);
  await expect(box(page, /^Reasoning$/)).not.toBeChecked();
  await box(page, /^Reasoning$/).check();
  await box(page, "Figures").check();
  await dialog(page).getByRole("button", { name: "Preview" }).click();
  const preview = page.frameLocator('iframe[title="Preview"]');
  // folded as for a reader, and to be unfolded like there
  await expect(preview.getByText("Fake thought")).toBeHidden();
  await preview.getByRole("button", { name: /^Reasoning/ }).click();
  await expect(preview.getByText("Fake thought")).toBeVisible();
  await dialog(page).getByRole("button", { name: "Back" }).click();
  await title(page).fill("Glaciers and time");
  const address = await createLink(page);
  await expect(dialog(page).getByRole("button", { name: "Update link" })).toBeVisible();
  await expectAccessible(page, "dialog");

  const reader = await openDevice(browser, baseURL);
  const [complaints, foreign] = [collectComplaints(reader), collectForeign(reader)];
  await reader.goto(address);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("Glaciers and time");
  const article = reader.getByRole("article", { name: "Assistant" });
  await expect(article.locator('[data-part="answer"]')).toContainText("Fake answer");
  await expect(reasoningButton(article)).toHaveAttribute("aria-expanded", "false");
  await expect(article.getByRole("region", { name: "Reasoning" })).toHaveCount(0);
  await reasoningButton(article).click();
  await expect(article.getByRole("region", { name: "Reasoning" })).toContainText("Fake thought");
  await expectAccessible(reader);
  expect(await reader.context().cookies()).toEqual([]);
  expect(await reader.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  expect(complaints).toEqual([]);
  expect(foreign).toEqual([]);

  const copying = reader.waitForURL(/\/continue\//);
  await reader.getByRole("link", { name: "Continue in your own copy" }).click();
  await copying;
  await reader.getByRole("button", { name: "Make a copy" }).click();
  await reader.waitForURL(/\/c\//);
  await expect(questions(reader)).toHaveCount(1);
  await expect(answers(reader).last()).toContainText("does not go back to the provider");

  await title(page).fill("How ice flows");
  await box(page, /^Reasoning$/).uncheck();
  await dialog(page).getByRole("button", { name: "Update link" }).click();
  await expect(dialog(page).getByRole("status").filter({ hasText: "shows what you see here now" })).toBeVisible();
  await reader.goto(address);
  await expect(reader.getByRole("heading", { level: 1 })).toHaveText("How ice flows");
  await expect(reader.getByText("Shared without its reasoning.")).toBeVisible();
  expect(await reader.content()).not.toContain("Fake thought");

  await dialog(page).getByRole("button", { name: "Revoke" }).click();
  await dialog(page).getByRole("button", { name: "Revoke it for everybody" }).click();
  await expect(link(page)).toHaveCount(0);
  await expect(dialog(page).getByRole("button", { name: "Create link" })).toBeFocused();
  await reader.reload();
  await expect(reader.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  expect(await reader.content()).not.toContain("ice flows");
  await reader.context().close();
});

test("one exchange is shared from the menu of its answer, beside the whole branch", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "Before");
  await finished(page);
  await send(page, "The one that matters");
  await expect(answers(page)).toHaveCount(2);
  const article = await finished(page);
  await article.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Share…/ }).click();
  await expect(dialog(page).getByRole("heading", { name: /this question and its answer/ })).toBeVisible();
  await expect(box(page, /^(You|Assistant), /)).toHaveCount(2);
  const address = await createLink(page);
  await page.keyboard.press("Escape");
  const reader = await openDevice(browser, baseURL);
  await reader.goto(address);
  await expect(reader.getByRole("article")).toHaveCount(2);
  expect(await reader.content()).not.toContain("Before");
  await reader.context().close();
  // the branch has no link yet, and the exchange keeps its own
  await openDialog(page);
  await expect(dialog(page).getByRole("button", { name: "Create link" })).toBeVisible();
  await expect(box(page, /^(You|Assistant), /)).toHaveCount(4);
});

test("what was not meant to be shared is asked about, and words of one's own are blackened", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "Mail mara@example.org or use sk-or-v1-0123456789abcdef0123 for Project Falcon");
  await finished(page);
  await openDialog(page);
  await expect(title(page)).not.toHaveValue(/mara@/);
  const create = dialog(page).getByRole("button", { name: "Create link" });
  await expect(create).toBeDisabled();
  await expect(dialog(page).getByRole("status").filter({ hasText: "Decide about 2 passages first." })).toBeVisible();
  const decide = (name: RegExp, choice: string) =>
    dialog(page).getByRole("radiogroup", { name }).getByRole("radio", { name: choice }).check();
  await decide(/^A mail address/, "Show");
  await decide(/^A key or token/, "Blacken");
  await dialog(page).getByRole("textbox", { name: "Words to blacken wherever they stand" }).fill("project falcon");
  await dialog(page).getByRole("button", { name: "Blacken", exact: true }).click();
  const address = await createLink(page);
  const reader = await openDevice(browser, baseURL);
  await reader.goto(address);
  const text = await reader.getByRole("article", { name: "You" }).innerText();
  expect(text).toContain("Mail mara@example.org or use █████ for █████");
  expect(await reader.content()).not.toMatch(/sk-or|Falcon/i);
  await reader.context().close();
  // opened again it is as it was decided
  await page.keyboard.press("Escape");
  await openDialog(page);
  await expect(dialog(page).getByRole("button", { name: "Update link" })).toBeEnabled();
  await expect(dialog(page).getByRole("list", { name: "Blackened words" })).toContainText("project falcon");
});

test("by the keyboard alone: a message left out, a link made, and its address at hand", async ({ page }) => {
  await openNew(page);
  await send(page, "One");
  await finished(page);
  await send(page, "Two");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  const to = async (target: Locator) => {
    for (let steps = 0; steps < 60; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not get to ${target}`);
  };
  await to(page.getByRole("button", { name: "Share", exact: true }));
  await page.keyboard.press("Enter");
  await expect(title(page)).toBeFocused();
  await to(box(page, /^You, .*One$/));
  await page.keyboard.press("Space");
  await to(dialog(page).getByRole("button", { name: "Create link" }));
  await page.keyboard.press("Enter");
  await expect(link(page)).toBeFocused();
  const address = await link(page).inputValue();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Share", exact: true })).toBeFocused();
  await page.goto(address);
  await expect(page.getByText("This question is not shared.")).toBeVisible();
  await expect(page.getByRole("article", { name: "You" }).last()).toContainText("Two");
  // the reader's keyboard
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Markdown" })).toBeFocused();
});

for (const scheme of ["light", "dark"] as const) {
  test(`at 360 px, ${scheme}: dialog, page, list and passphrase: nothing sticks out, nothing axe objects to`, async ({
    page,
  }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    const clean = async () => {
      await expectAccessible(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBeLessThanOrEqual(0);
    };
    await openNew(page);
    await send(page, `A very${"long".repeat(40)}word and mara@example.org`);
    await finished(page);
    await openDialog(page);
    await clean();
    await dialog(page).getByRole("radio", { name: "Blacken" }).check();
    await dialog(page).getByRole("combobox", { name: "Who can open it" }).selectOption("passphrase");
    await dialog(page).getByRole("textbox", { name: "Passphrase" }).fill("open sesame");
    const address = await createLink(page);
    await clean();
    await page.goto("/settings/shares");
    const row = page.getByRole("list", { name: "Shared links" }).getByRole("listitem").first();
    await expect(row).toContainText("with a passphrase");
    await clean();
    await page.goto(address);
    await clean();
    const field = page.getByLabel("Passphrase");
    await field.fill("something else");
    await page.getByRole("button", { name: "Open" }).click();
    await expect(page.getByRole("heading", { name: "That did not open anything" })).toBeVisible();
    await field.fill("open sesame");
    await page.getByRole("button", { name: "Open" }).click();
    await expect(page.getByRole("article", { name: "You" })).toContainText("and █████");
    await clean();
    await page.goto("/settings/shares");
    await row.getByRole("button", { name: "Revoke" }).click();
    await row.getByRole("button", { name: "Revoke it for everybody" }).click();
    await expect(row).toContainText("Revoked");
    await page.goto(address);
    await expect(page.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  });
}
