import { finished, openNew, send } from "../support/page";
import { box, createLink, dialog, openDialog, title } from "../support/sharing";
import { expect, openDevice, type Page, test } from "../support/test";

const words = (page: Page) => dialog(page).getByRole("list", { name: "Blackened words" });
const option = (page: Page, name: string) => dialog(page).getByRole("switch", { name });
const decision = (page: Page, choice: string) =>
  dialog(page)
    .getByRole("radiogroup", { name: /^A mail address/ })
    .getByRole("radio", { name: choice });

async function decideAll(page: Page): Promise<void> {
  await title(page).fill("In our words");
  await decision(page, "Show").click();
  await box(page, /^Assistant, /).uncheck();
  await dialog(page).getByRole("textbox", { name: "Words to blacken wherever they stand" }).fill("Falcon");
  await dialog(page).getByRole("button", { name: "Blacken", exact: true }).click();
  await option(page, "Hide from search engines").click();
  await dialog(page).getByRole("radio", { name: "Live" }).click();
  await dialog(page).getByRole("combobox", { name: "Ends" }).selectOption("7");
}
async function expectDecided(page: Page): Promise<void> {
  await expect(title(page)).toHaveValue("In our words");
  await expect(decision(page, "Show")).toBeChecked();
  await expect(box(page, /^Assistant, /)).not.toBeChecked();
  await expect(words(page)).toContainText("Falcon");
  await expect(option(page, "Hide from search engines")).not.toBeChecked();
  await expect(dialog(page).getByRole("radio", { name: "Live" })).toBeChecked();
  await expect(dialog(page).getByRole("combobox", { name: "Ends" })).toHaveValue("7");
}

test("what was decided and not published survives Escape and a click beside the dialog, until it is published or discarded", async ({
  page,
}) => {
  await openNew(page);
  await send(page, "Write to mara@example.org about Falcon");
  await finished(page);
  await openDialog(page);
  await decideAll(page);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await openDialog(page);
  await expectDecided(page);
  await page.mouse.click(2, 2);
  await expect(dialog(page)).toHaveCount(0);
  await openDialog(page);
  await expectDecided(page);

  await createLink(page);
  await expect(dialog(page).getByRole("button", { name: "Discard changes" })).toHaveCount(0);
  await title(page).fill("Not like this");
  await option(page, "Readers may continue a copy").click();
  await page.keyboard.press("Escape");
  await openDialog(page);
  await expect(title(page)).toHaveValue("Not like this");
  await expect(dialog(page).getByRole("status").filter({ hasText: "Not published yet." })).toBeVisible();
  await dialog(page).getByRole("button", { name: "Discard changes" }).click();
  await expect(dialog(page).getByRole("button", { name: "Preview" })).toBeFocused();
  await expectPublished(page);
  await page.keyboard.press("Escape");
  await openDialog(page);
  await expectPublished(page);
});

async function expectPublished(page: Page): Promise<void> {
  await expect(title(page)).toHaveValue("In our words");
  await expect(option(page, "Readers may continue a copy")).toBeChecked();
  await expect(box(page, /^Assistant, /)).not.toBeChecked();
  await expect(dialog(page).getByRole("button", { name: "Discard changes" })).toHaveCount(0);
}

test("a draft is of its own conversation and branch, and a reload forgets it", async ({ page }) => {
  await openNew(page);
  await send(page, "The first of two");
  await finished(page);
  const first = page.url();
  await openDialog(page);
  await title(page).fill("Of the first");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "New conversation" }).first().click();
  await send(page, "The second of two");
  await finished(page);
  await openDialog(page);
  await expect(title(page)).not.toHaveValue("Of the first");
  await page.keyboard.press("Escape");
  await page.goto(first);
  await openDialog(page);
  await expect(title(page)).not.toHaveValue("Of the first");
});

test("opened by its passphrase, a page is loaded again and gone back to without another question, for a while", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "Locked words");
  await finished(page);
  await openDialog(page);
  await dialog(page).getByRole("combobox", { name: "Who can open it" }).selectOption("passphrase");
  await dialog(page).getByRole("textbox", { name: "Passphrase" }).fill("open sesame");
  const address = await createLink(page);
  const reader = await openDevice(browser, baseURL);
  const dialogs: string[] = [];
  reader.on("dialog", (each) => dialogs.push(each.message()) && void each.dismiss());
  await reader.goto(address);
  const field = reader.getByLabel("Passphrase");
  await expect(field).toBeFocused();
  await reader.keyboard.type("open sesame");
  await reader.keyboard.press("Enter");
  const question = reader.getByRole("article", { name: "You" });
  await expect(question).toContainText("Locked words");
  // who copies the address passes on no more than the link
  await expect(reader).toHaveURL(address);
  await reader.reload();
  await expect(question).toContainText("Locked words");
  await expect(reader).toHaveURL(address);
  await reader.getByRole("link", { name: "Continue in your own copy" }).click();
  await expect(reader.getByLabel("Passphrase")).toBeFocused();
  await reader.goBack();
  await expect(question).toContainText("Locked words");
  await expect(reader).toHaveURL(address);
  expect(dialogs).toEqual([]);
  // another tab has not given it, and with another passphrase the one that has is asked again
  const beside = await reader.context().newPage();
  await beside.goto(address);
  await expect(beside.getByLabel("Passphrase")).toBeFocused();
  await beside.close();
  await dialog(page).getByRole("textbox", { name: "Passphrase" }).fill("another sesame");
  await dialog(page).getByRole("button", { name: "Update link" }).click();
  await expect(dialog(page).getByRole("status").filter({ hasText: "shows what you see here now" })).toBeVisible();
  await reader.reload();
  await expect(reader.getByLabel("Passphrase")).toBeFocused();
  await expect(reader).toHaveURL(address);
  expect(await reader.content()).not.toContain("Locked words");
  expect(await reader.context().cookies()).toEqual([]);
  expect(await reader.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await reader.context().close();
});
