import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No rule of axe is broken on the page, or in the part of it that the selector names; `except`: rules that are not the product's to keep. */
export async function expectAccessible(page: Page, selector = "html", except: string[] = []): Promise<void> {
  // the other mode opens a tab of its own each time, and what stands behind a tab is drawn once a second
  const axe = new AxeBuilder({ page }).include(selector).disableRules(except).setLegacyMode(true);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
