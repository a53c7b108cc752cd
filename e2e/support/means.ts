import { expect, type Locator, type Page } from "@playwright/test";

/** How a person works the page: everything can be done each way. */
export interface Means {
  name: string;
  /** presses a button, or an entry of a list */
  press: (target: Locator) => Promise<void>;
  /** presses an entry of the menu that is open */
  choose: (name: string) => Promise<void>;
  type: (box: Locator, text: string) => Promise<void>;
}

export const byMouse = (page: Page): Means => ({
  name: "mouse",
  press: async (target) => {
    // some buttons are shown to who comes near
    await target.locator("xpath=ancestor-or-self::*[@data-message-id][1]").or(target).first().hover();
    await target.click();
  },
  choose: (name) => page.getByRole("menuitem", { name }).click(),
  type: (box, text) => box.fill(text),
});

export const byFinger = (page: Page): Means => ({
  name: "finger",
  press: async (target) => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    expect(Math.min(box?.height ?? 0, box?.width ?? 0), `${target} is large enough`).toBeGreaterThanOrEqual(40);
    await target.tap();
  },
  choose: (name) => page.getByRole("menuitem", { name }).tap(),
  type: (box, text) => box.fill(text),
});

/** As far as a page is walked through for one button. */
const furthest = 80;

/** Tab, the arrows and Enter, from wherever the focus is. */
export const byKeyboard = (page: Page): Means => ({
  name: "keyboard",
  press: async (target) => {
    await target.waitFor();
    await walk(page, target, ["Tab", "Shift+Tab"]);
    await page.keyboard.press("Enter");
  },
  choose: async (name) => {
    const item = page.getByRole("menuitem", { name });
    await expect(page.getByRole("menuitem").first()).toBeFocused();
    await walk(page, item, ["ArrowDown"]);
    await page.keyboard.press("Enter");
  },
  type: async (box, text) => {
    await expect(box).toBeFocused();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(text);
  },
});

/** With the first key as far as it goes, then with the next. */
async function walk(page: Page, target: Locator, keys: readonly string[]): Promise<void> {
  for (const key of keys)
    for (let step = 0; step < furthest; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press(key);
    }
  throw new Error(`${target} is not reached by ${keys.join(" or ")}`);
}
