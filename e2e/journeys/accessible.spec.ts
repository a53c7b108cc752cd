import { expectAccessible } from "../support/accessible";
import { finished, lastAnswer, openNew, prompt, reasoningButton, send } from "../support/page";
import { choosePractice } from "../support/practice";
import { expect, test } from "../support/test";

const wide = { width: 1280, height: 900 };
const narrow = { width: 360, height: 740 };
/** which headings an answer has, and in what order */
const ofTheModel = ["heading-order"];
const pages = ["/", "/settings", "/settings/connections", "/settings/appearance", "/settings/shortcuts"];

for (const scheme of ["light", "dark"] as const) {
  test.describe(scheme, () => {
    test.use({ colorScheme: scheme, contextOptions: { reducedMotion: "reduce" } });

    test("no page breaks a rule of accessibility, wide or narrow", async ({ page }) => {
      for (const path of [
        ...pages,
        "/settings/data",
        "/settings/shares",
        "/c/00000000-0000-7000-8000-000000000000",
        "/nowhere",
      ]) {
        await page.goto(path);
        await expect(page.getByRole("heading").or(prompt(page)).first()).toBeVisible();
        // each width in one of the two themes; the conversation below in both
        await page.setViewportSize(scheme === "light" ? wide : narrow);
        await expectAccessible(page);
      }
    });

    test("nor does a conversation: while it runs, whole, unfolded, failed; lists and the palette", async ({ page }) => {
      await openNew(page);
      await choosePractice(page);
      await send(page, "markdown table code math");
      await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
      await expectAccessible(page, "html", ofTheModel);
      const whole = await finished(page);
      await reasoningButton(whole).first().click();
      await whole.getByRole("button", { name: "Answer details" }).click();
      await expect(whole.getByRole("region", { name: "Answer details" })).toBeVisible();
      for (const viewport of [wide, narrow]) {
        await page.setViewportSize(viewport);
        await expectAccessible(page, "html", ofTheModel);
      }
      await send(page, "error 401");
      await finished(page, "failed");
      await expectAccessible(page, "html", ofTheModel);

      await page.setViewportSize(wide);
      await page.getByRole("button", { name: /^Model:/ }).click();
      await expect(page.getByRole("combobox", { name: "Search models" })).toBeVisible();
      await expectAccessible(page, "html", ofTheModel);
      await page.keyboard.press("Escape");
      await page.keyboard.press("ControlOrMeta+k");
      await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
      await expectAccessible(page, "html", ofTheModel);
    });
  });
}
