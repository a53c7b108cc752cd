import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No rule of axe is broken on the page, or in the part of it that the selector names. */
export async function expectAccessible(page: Page, selector = "html"): Promise<void> {
  // Which headings an answer has, and in what order, is the model's.
  const axe = new AxeBuilder({ page }).include(selector).disableRules("heading-order");
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}
