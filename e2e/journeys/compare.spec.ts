import { expectAccessible } from "../support/accessible";
import { fakeAddress } from "../support/fake-address";
import { newGate } from "../support/gate";
import { compare, type LaneTarget } from "../support/lanes";
import { answers, finished, log, openNew, prompt } from "../support/page";
import { productClient } from "../support/product-client";
import { expect, type Locator, type Page, test } from "../support/test";

const lane = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const lanes = (page: Page) => page.locator("section[data-lane]");
const laneAnswer = (page: Page, name: string) => lane(page, name).getByRole("article", { name: "Assistant" });
const dialog = (page: Page) => page.getByRole("dialog", { name: "Compare" });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`).join(" ");
const efforts = ["low", "medium", "high"] as const;
const heading = (page: Page) => page.getByRole("heading", { level: 1, name: "Comparison" });

/** What this device compared last. */
async function remember(page: Page, model: string, choices: readonly string[]): Promise<void> {
  const connectionId = await productClient(new URL(test.info().project.use.baseURL ?? "").origin).connectionId(
    fakeAddress,
  );
  const lanes = choices.map((effort) => ({ connectionId, model, modelName: `Fake: ${model.slice(5)}`, effort }));
  await page.addInitScript((list) => localStorage.setItem("verbatim:compare", list), JSON.stringify(lanes));
}

/** Lanes that were begun elsewhere, as the page's own are. */
async function begin(baseURL: string | undefined, text: string, targets: Omit<LaneTarget, "connectionId">[]) {
  const client = productClient(baseURL ?? "");
  const connectionId = await client.connectionId(fakeAddress);
  const conversationId = await client.newConversation({ connectionId, model: "fake/default" });
  const all = targets.map((target) => ({ ...target, connectionId }));
  const begun = await compare(client, conversationId, text, all);
  const ids = begun.lanes.map(({ id }) => id);
  return { client, conversationId, ids, path: `/c/${conversationId}/compare?answers=${ids.join(",")}` };
}
/** Opens lanes, and waits until the page reacts. */
async function openLanes(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect
    .poll(() =>
      lanes(page)
        .first()
        .evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps"))),
    )
    .toBe(true);
}
const withEffort = (model: string, effort: string) => ({ model, settings: { reasoning: { effort } } });

test("by the mouse: three efforts stream side by side, one is chosen, the others stay as versions", async ({
  page,
}) => {
  await remember(page, "fake/paced", efforts);
  await openNew(page);
  const gate = newGate();
  await prompt(page).fill(`[[scenario:paced n=90 rate=100 reasoning=0.3 hold=60 ${gate.param}]] How many replicas?`);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(dialog(page).getByRole("textbox", { name: "Question" })).toHaveValue(/How many replicas/);
  await expect(dialog(page).getByRole("group", { name: /^Lane/ })).toHaveCount(3);
  await dialog(page).getByRole("button", { name: "Ask 3" }).click();
  await expect(page).toHaveURL(/\/compare\?answers=/);
  await expect(lanes(page)).toHaveCount(3);
  await expect(heading(page)).toBeFocused();
  // all of them write at the same time
  await expect(page.locator('section[data-lane][aria-busy="true"] [data-part="answer"]')).toHaveCount(3);
  await expect(page.getByText("How many replicas?")).toBeVisible();
  await gate.open();
  for (const effort of efforts)
    await expect(laneAnswer(page, effort)).toHaveAttribute("data-status", "done", { timeout: 20_000 });
  const row = (name: string) =>
    page.getByRole("row").filter({ has: page.getByRole("rowheader", { name, exact: true }) });
  await expect(row("To first token").getByRole("cell")).toHaveText([/^[\d.<]+ s$/, /^[\d.<]+ s$/, /^[\d.<]+ s$/]);
  await expect(row("Reasoning").getByRole("cell")).toHaveText(["13 tokens", "13 tokens", "13 tokens"]);
  await expect(row("Speed").getByRole("cell")).toHaveText([/tokens\/s$/, /tokens\/s$/, /tokens\/s$/]);
  await expect(row("Cost").getByRole("cell")).toHaveText(["$0.000123", "$0.000123", "$0.000123"]);

  await page.getByRole("button", { name: "Continue from medium" }).click();
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]+$/);
  const article = await finished(page);
  await expect(article.getByRole("group", { name: "Versions" })).toContainText("2 of 3");
  await expect(page.getByRole("button", { name: "Reasoning effort: medium" })).toBeVisible();
  await expect(prompt(page)).toHaveValue("");
  await prompt(page).fill("And then?");
  await page.keyboard.press("Enter");
  await expect(answers(page)).toHaveCount(2);
  await finished(page);
  await page.reload();
  await expect(answers(page).first().getByRole("group", { name: "Versions" })).toContainText("2 of 3");
});

test("by the keyboard alone: from the question to the answer that goes on, with a stop for all", async ({ page }) => {
  await remember(page, "fake/paced", efforts);
  await openNew(page);
  await page.keyboard.type("[[scenario:paced n=2000 rate=30]] Which way?");
  const to = async (target: Locator) => {
    for (let steps = 0; steps < 60; steps += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the Tab key does not get to ${target}`);
  };
  await to(page.getByRole("button", { name: "Compare", exact: true }));
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("textbox", { name: "Question" })).toBeFocused();
  await to(dialog(page).getByRole("button", { name: "Remove lane 3" }));
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByRole("group", { name: /^Lane/ })).toHaveCount(2);
  await to(dialog(page).getByRole("button", { name: "Ask 2" }));
  await page.keyboard.press("Enter");
  await expect(lanes(page)).toHaveCount(2);
  await expect(heading(page)).toBeFocused();
  for (const effort of ["low", "medium"])
    await expect(lane(page, effort).locator('[data-part="answer"]')).toContainText("t3");
  await to(page.getByRole("button", { name: "Stop low" }));
  await page.keyboard.press("Enter");
  await expect(laneAnswer(page, "low")).toHaveAttribute("data-status", "stopped");
  await expect(laneAnswer(page, "medium")).toHaveAttribute("data-status", "running");
  await page.keyboard.press("Escape");
  await expect(laneAnswer(page, "medium")).toHaveAttribute("data-status", "stopped");
  await to(page.getByRole("button", { name: "Continue from medium" }));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]+$/);
  await expect(log(page).getByRole("group", { name: "Versions" })).toContainText("2 of 2");
});

test("a reload in mid-stream of four lanes: each goes on with its own words, to the character", async ({
  page,
  baseURL,
}) => {
  const gate = newGate();
  const text = `[[scenario:paced n=150 rate=100 hold=60 ${gate.param}]] Through a reload`;
  const { path, client, conversationId, ids } = await begin(
    baseURL,
    text,
    ["low", "medium", "high", "none"].map((effort) => withEffort("fake/paced", effort)),
  );
  await page.goto(path);
  await expect(lanes(page).filter({ hasText: "t20 " })).toHaveCount(4);
  await page.reload();
  await expect(lanes(page).filter({ hasText: "t20 " })).toHaveCount(4);
  await expect(page.locator('article[data-status="running"]')).toHaveCount(4);
  // one is stopped from elsewhere, and this page sees it
  expect((await client.stop(conversationId, `?message=${ids[3]}`)).status).toBe(202);
  await expect(page.locator(`[data-message-id="${ids[3]}"]`)).toHaveAttribute("data-status", "stopped");
  await gate.open();
  for (const id of ids.slice(0, 3)) {
    const article = page.locator(`[data-message-id="${id}"]`);
    await expect(article).toHaveAttribute("data-status", "done", { timeout: 20_000 });
    await expect(article.locator('[data-part="answer"]')).toHaveText(numbers(150));
  }
});

test("a lane that fails says so in its lane, is asked again there, and one that broke off goes on", async ({
  page,
  baseURL,
}) => {
  const { path } = await begin(baseURL, "Lanes in trouble", [
    { model: "fake/error-in-stream" },
    { model: "fake/cut-destroy" },
    { model: "fake/default" },
  ]);
  await openLanes(page, path);
  await expect(laneAnswer(page, "default")).toHaveAttribute("data-status", "done");
  await expect(page.getByRole("alert").filter({ hasText: /\S/ })).toHaveCount(2);
  const failed = lane(page, "error-in-stream");
  await expect(failed.getByRole("alert")).toHaveAttribute("data-error-code", /^provider_/);
  const before = page.url();
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => page.url()).not.toBe(before);
  await expect(failed.getByRole("article")).toHaveAttribute("data-status", "failed");
  await expect(lanes(page)).toHaveCount(3);

  const cut = lane(page, "cut-destroy");
  await cut.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(cut.getByRole("article")).toHaveCount(2);
  await expect(cut.getByRole("article").last()).toHaveAttribute("data-status", "interrupted");
  await page.reload();
  await expect(lane(page, "cut-destroy").getByRole("article")).toHaveCount(2);
  await expect(laneAnswer(page, "default")).toHaveAttribute("data-status", "done");
});

test("a question that was asked is compared with other models from its menu, its answer being the first lane", async ({
  page,
  baseURL,
}) => {
  const client = productClient(baseURL ?? "");
  const connectionId = await client.connectionId(fakeAddress);
  const conversationId = await client.newConversation({ connectionId, model: "fake/default" });
  await client.ask(conversationId, "Asked before");
  await remember(page, "fake/no-reasoning", ["low", "low"]);
  await page.goto(`/c/${conversationId}`);
  await expect(prompt(page)).toBeFocused();
  await page.getByRole("article", { name: "You" }).getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Compare…" }).click();
  await dialog(page).getByRole("button", { name: "Remove lane 3" }).click();
  await dialog(page).getByRole("button", { name: "Ask one more" }).click();
  await expect(lanes(page)).toHaveCount(2);
  for (const article of await answers(page).all()) await expect(article).toHaveAttribute("data-status", "done");
  await page.getByRole("link", { name: "Back to the conversation" }).click();
  await expect(log(page).getByRole("group", { name: "Versions" })).toContainText("of 2");
});

for (const scheme of ["light", "dark"] as const) {
  test(`on a phone, ${scheme}: one lane at a time, nothing sticks out, nothing axe objects to`, async ({
    page,
    baseURL,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: 360, height: 740 });
    await remember(page, "fake/paced", efforts);
    await openNew(page);
    await prompt(page).fill("On a phone");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await expect(dialog(page).getByRole("group", { name: /^Lane/ })).toHaveCount(3);
    const clean = async () => {
      await expectAccessible(page);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBeLessThanOrEqual(0);
    };
    await clean();
    await page.screenshot({ path: `test-results/compare-choice-${scheme}.png` });
    const { path } = await begin(baseURL, "[[scenario:paced n=60 rate=200 reasoning=0.3]] On a phone", [
      ...efforts.map((effort) => withEffort("fake/paced", effort)),
      { model: "fake/error-in-stream" },
    ]);
    await openLanes(page, path);
    await expect(page.locator('article[data-status="running"]')).toHaveCount(0, { timeout: 20_000 });
    await clean();
    await page.screenshot({ path: `test-results/compare-${scheme}.png`, fullPage: true });
    const names = page.getByRole("navigation", { name: "Lanes" }).getByRole("button");
    await expect(names).toHaveCount(4);
    await expect(names.first()).toHaveAttribute("aria-current", "true");
    await names.nth(2).click();
    await expect(names.nth(2)).toHaveAttribute("aria-current", "true");
    await expect(lanes(page).nth(2)).toBeInViewport({ ratio: 0.5 });
    await expect(lanes(page).nth(0)).not.toBeInViewport();
    await page.setViewportSize({ width: 1440, height: 900 });
    await clean();
    await page.screenshot({ path: `test-results/compare-wide-${scheme}.png` });
  });
}
