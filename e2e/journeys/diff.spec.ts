import { randomUUID } from "node:crypto";
import { expectAccessible } from "../support/accessible";
import { fakeAddress } from "../support/fake-address";
import { lastAnswer, prompt } from "../support/page";
import { productClient } from "../support/product-client";
import { expect, type Page, test } from "../support/test";
import { readUiStream } from "../support/ui-stream";

const dialog = (page: Page) => page.getByRole("dialog", { name: "What differs" });

/** Three versions of one answer, the last one shown. */
async function threeVersions(page: Page, baseURL: string | undefined): Promise<void> {
  const client = productClient(baseURL ?? "");
  const connectionId = await client.connectionId(fakeAddress);
  const conversationId = await client.newConversation({ connectionId, model: "fake/default" });
  const settings = { reasoning: { effort: "low" }, seed: 7 };
  const { chunks } = await client.ask(conversationId, "Asked three times", { settings });
  const of = chunks[0]?.messageId;
  for (const other of [
    { model: "fake/no-reasoning", settings: { temperature: 0.2, seed: 7 } },
    { model: "fake/default", settings: { reasoning: { effort: "high" }, seed: 7 } },
  ])
    await readUiStream(
      await client.send(conversationId, { regenerate: { id: randomUUID(), of }, connectionId, ...other }),
    );
  await page.goto(`/c/${conversationId}`);
  await expect(lastAnswer(page).getByRole("group", { name: "Versions" })).toContainText("3 of 3");
  await expect(prompt(page)).toBeFocused();
}

async function open(page: Page): Promise<void> {
  await lastAnswer(page).getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "What differs…" }).focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("heading", { name: /^Answer/ })).toBeVisible();
}

test("two versions by the keyboard: words, reasoning, and what they were asked with", async ({ page, baseURL }) => {
  await threeVersions(page, baseURL);
  await open(page);
  const answer = dialog(page).getByRole("region", { name: "Answer" });
  await expect(answer.locator("del").first()).toContainText("Removed: ");
  await expect(answer.locator("ins").first()).toContainText("Added: ");
  await expect(dialog(page).getByRole("region", { name: "Reasoning" }).locator("ins").first()).toContainText(
    "Fake thought",
  );
  const row = (name: string) =>
    dialog(page)
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name, exact: true }) })
      .getByRole("cell");
  await expect(row("temperature")).toHaveText(["0.2", "not sent"]);
  await expect(row("Model")).toHaveText(["fake/no-reasoning", "fake/default"]);
  await expect(dialog(page).getByRole("rowheader", { name: "seed" })).toHaveCount(0);

  // the first against the third: the same model, another effort
  await dialog(page).getByRole("combobox", { name: "From" }).selectOption({ index: 0 });
  await expect(row("reasoning.effort")).toHaveText(["low", "high"]);
  await expect(row("Model")).toHaveCount(0);
  const named = ["Version 1, default, low", "Version 3, default, high"];
  await expect(dialog(page).getByRole("columnheader")).toHaveText(named);
  for (const [side, name] of ["From", "To"].map((each, index) => [each, named[index]] as const))
    await expect(dialog(page).getByRole("combobox", { name: side }).locator("option:checked")).toHaveText(name ?? "");
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
});

test("the versions side by side, from the menu of one of them; the page begins at its heading", async ({
  page,
  baseURL,
}) => {
  await threeVersions(page, baseURL);
  const heading = page.getByRole("heading", { level: 1, name: "Comparison" });
  await lastAnswer(page).getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Side by side" }).click();
  await expect(page.locator("section[data-lane]")).toHaveCount(3);
  await expect(heading).toBeFocused();

  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(prompt(page)).toBeFocused();
  await lastAnswer(page).getByRole("button", { name: "More actions" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Side by side" }).focus();
  await page.keyboard.press("Enter");
  await expect(heading).toBeFocused();
  // it is no control: no ring is drawn
  await expect(heading).toHaveCSS("outline-width", "0px");
});

for (const scheme of ["light", "dark"] as const) {
  test(`at 360 px, ${scheme}: nothing sticks out, nothing axe objects to`, async ({ page, baseURL }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: 360, height: 740 });
    await threeVersions(page, baseURL);
    await open(page);
    await expectAccessible(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/diff-${scheme}.png` });
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.screenshot({ path: `test-results/diff-wide-${scheme}.png` });
  });
}
