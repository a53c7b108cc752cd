import { finished, openNew, send } from "../support/page";
import { expect, test } from "../support/test";

for (const { width, scheme } of [
  { width: 390, scheme: "dark" },
  { width: 320, scheme: "light" },
] as const) {
  test(`${width} px, ${scheme}: nothing sticks out sideways, targets are large enough`, async ({ page }) => {
    await page.setViewportSize({ width, height: 780 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await openNew(page);
    const tools = await page.getByRole("button", { name: "Tools: off" }).boundingBox();
    expect(tools?.width ?? 0).toBeGreaterThanOrEqual(44);
    expect(tools?.height ?? 0).toBeGreaterThanOrEqual(44);
    await send(page, "[[scenario:paced n=30 rate=100 reasoning=0.3]] On a phone");
    const article = await finished(page);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBeLessThanOrEqual(0);
    for (const name of ["Copy", "Regenerate", "Answer details"]) {
      const box = await article.getByRole("button", { name, exact: true }).boundingBox();
      expect(box?.height ?? 0, name).toBeGreaterThanOrEqual(44);
    }
    await page.getByRole("button", { name: "Open sidebar" }).click();
    await expect(page.getByRole("navigation", { name: "Conversations" })).toBeVisible();
  });
}
