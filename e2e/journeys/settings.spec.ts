import { fakeAddress } from "../support/fake-address";
import { finished, openNew, prompt, send } from "../support/page";
import { expect, test } from "../support/test";

test("a connection is added, tested and deleted; its key is never shown again", async ({ page }) => {
  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Add connection" }).click();
  const form = page.getByRole("region", { name: "New connection" });
  await form.getByRole("textbox", { name: "Address" }).fill(`${fakeAddress}/v1`);
  await form.getByRole("textbox", { name: "Name" }).fill("Second server");
  await form.getByLabel("API key").fill("sk-canary-abcdef-9876");
  await form.getByRole("button", { name: "Test" }).click();
  await expect(form.getByRole("status")).toContainText("Ready.");
  await form.getByRole("button", { name: "Add" }).click();
  const card = page.getByRole("region", { name: "Second server" });
  // what the test has shown stays
  await expect(card).toContainText("reachable");
  await expect(card).not.toContainText("not tested");
  await expect(card.locator("dl")).toContainText(/Models\s*\d/);
  await expect(card).toContainText(`http://${fakeAddress}/v1`);
  await expect(card).toContainText("9876");
  await card.getByRole("button", { name: /^Test/ }).click();
  await expect(card).toContainText("Ready.");
  await page.reload();
  await expect(card).toContainText("reachable");
  expect(await page.content()).not.toContain("sk-canary-abcdef");
  await card.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /Delete/ }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /Delete/ })
    .click();
  await expect(card).toHaveCount(0);
});

test("an address that does not answer says so", async ({ page }) => {
  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Add connection" }).click();
  const form = page.getByRole("region", { name: "New connection" });
  await form.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:4899/v1");
  await form.getByRole("textbox", { name: "Name" }).fill("Nothing there");
  await form.getByRole("button", { name: "Test" }).click();
  await expect(form.getByText(/Nothing answers at the provider's address/)).toBeVisible();
});

test("model and effort are chosen in the composer and stored with the answer", async ({ page }) => {
  await openNew(page);
  await page.getByRole("button", { name: /^Reasoning effort:/ }).click();
  await page
    .getByRole("option", { name: /high/ })
    .or(page.getByRole("menuitemradio", { name: /high/ }))
    .first()
    .click();
  await expect(page.getByRole("button", { name: "Reasoning effort: high" })).toBeVisible();
  await send(page, "[[scenario:paced n=10 rate=100]] With effort");
  const article = await finished(page);
  await article.getByRole("button", { name: "Answer details" }).click();
  await expect(article.getByRole("region", { name: "Answer details" })).toContainText("high");
  await expect(prompt(page)).toBeVisible();
});

test("the kind of a server is chosen, and what differs from it; both are said on the card", async ({ page }) => {
  await page.goto("/settings/connections");
  await page.getByRole("button", { name: "Add connection" }).click();
  const adding = page.getByRole("region", { name: "New connection" });
  await adding.getByRole("textbox", { name: "Address" }).fill(`${fakeAddress}/v1`);
  await adding.getByRole("textbox", { name: "Name" }).fill("Tuned server");
  await adding.getByRole("button", { name: "Add" }).click();
  const card = page.getByRole("region", { name: "Tuned server" });
  await expect(card).toContainText("OpenAI-compatible server");
  await card.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Server and reasoning" }).click();
  const form = card.getByRole("form", { name: "Server and reasoning" });
  await expect(form.getByRole("combobox", { name: "Kind of server" })).toBeFocused();
  await form.getByRole("combobox", { name: "Kind of server" }).selectOption("llama.cpp");
  await expect(form.getByRole("combobox", { name: "Reasoning goes back in" })).toContainText(
    "As the kind says (reasoning_content)",
  );
  await form.getByRole("combobox", { name: "Reasoning goes back in" }).selectOption("nothing");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(form).toHaveCount(0);
  await expect(card.getByRole("button", { name: "More actions" })).toBeFocused();
  await page.reload();
  await expect(card).toContainText("llama.cpp, chosen");
  await expect(card).toContainText("never");
  await card.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(card.getByRole("button", { name: "More actions" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete connection" }).click();
  await expect(card).toHaveCount(0);
  await expect(page.locator("h2:focus")).toBeVisible();
});
