import { expect, type Page } from "@playwright/test";

/** Makes the practice model the one that answers on this page. */
export async function choosePractice(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Model:/ }).click();
  await page.keyboard.type("practice");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Model: Practice model (scripted, no AI)" })).toBeVisible();
}
