import { newGate } from "../support/gate";
import {
  answers,
  answerText,
  collectComplaints,
  finished,
  lastAnswer,
  openNew,
  prompt,
  questions,
  send,
  twoTurns,
} from "../support/page";
import { expect, type Page, test } from "../support/test";

/** What a later version of the server might put between the chunks this page knows. */
const unknownChunks = [
  { type: "data-future", id: "x", data: { any: ["thing"] } },
  { type: "hologram-delta", id: "1", delta: "…" },
  { type: "message-metadata", messageMetadata: { future: { deep: true } } },
  { type: 7 },
];

/** The answer's stream as a later version might send it: chunks of unknown kinds everywhere, and an end of an unknown kind. */
async function answerFromTheFuture(page: Page, status: string): Promise<void> {
  await page.route("**/api/conversations/*/messages", async (route) => {
    const response = await route.fetch();
    const between = unknownChunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join("");
    const body = (await response.text())
      .replaceAll("\n\n", `\n\n${between}event: later\nid: 9\n: a comment\n\n`)
      .replaceAll('"status":"done"', `"status":"${status}"`);
    await route.fulfill({ response, body });
  });
}

test("an open page of an earlier version reads what it knows of a later server's answer", async ({ page }) => {
  const complaints = collectComplaints(page);
  await openNew(page);
  await answerFromTheFuture(page, "done");
  await send(page, "From a later version");
  await finished(page);
  await expect(answerText(lastAnswer(page))).toContainText("Fake answer");
  expect(complaints).toEqual([]);
});

test("an end it has no word for leaves the words, and the next question can be asked", async ({ page }) => {
  const complaints = collectComplaints(page);
  await openNew(page);
  await answerFromTheFuture(page, "archived");
  await send(page, "From a later version");
  await expect(answerText(lastAnswer(page))).toContainText("Fake answer");
  await expect(page.getByRole("button", { name: "Stop" })).toHaveCount(0);
  await page.unroute("**/api/conversations/*/messages");
  await send(page, "And one more");
  await finished(page);
  expect(complaints).toEqual([]);
});

/** The scripts of this page's version are gone from the server; those it has loaded stay. */
async function removeScripts(page: Page): Promise<void> {
  await page.route("**/_next/static/**", (route) => route.fulfill({ status: 404, body: "gone" }));
  // the browser tells the page of it on a way of its own: a key pressed at once could be quicker
  const ask = () => page.evaluate(async () => (await fetch("/_next/static/chunks/none.js")).text());
  await expect.poll(ask).toBe("gone");
}

test("a part of the page that is gone from the server says so, offers to reload, and touches no running answer", async ({
  page,
}) => {
  const gate = newGate();
  await openNew(page);
  await send(page, `[[scenario:paced n=120 rate=100 hold=20 ${gate.param}]] A long one`);
  await expect(answerText(lastAnswer(page))).not.toBeEmpty();
  await removeScripts(page);
  await page.keyboard.press("Control+k");
  const note = page.getByRole("dialog", { name: "There is a new version" });
  await expect(note).toBeVisible();
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  await note.getByRole("button", { name: "Later" }).click();
  await expect(note).toHaveCount(0);
  await gate.open();
  await finished(page);
  await expect(answerText(lastAnswer(page))).toContainText("t119");

  await page.keyboard.press("Control+k");
  await expect(note).toBeVisible();
  await page.unroute("**/_next/static/**");
  await note.getByRole("button", { name: "Reload" }).click();
  await expect(answerText(lastAnswer(page))).toContainText("t119");
  await expect(note).toHaveCount(0);
  await expect(prompt(page)).toBeVisible();
});

test("whatever else is gone says so where it was wanted, and the conversation stays", async ({ page }) => {
  await twoTurns(page);
  await removeScripts(page);
  const note = page.getByRole("dialog", { name: "There is a new version" });
  for (const name of ["Share", "Branches"]) {
    await page.getByRole("button", { name, exact: true }).click();
    await note.getByRole("button", { name: "Later" }).click();
    await expect(note).toHaveCount(0);
  }
  await questions(page).last().hover();
  await questions(page).last().getByRole("button", { name: "Edit" }).click();
  await note.getByRole("button", { name: "Later" }).click();
  await page.getByRole("searchbox", { name: "Search conversations" }).fill("anything");
  await expect(page.getByRole("navigation").getByText("This page is older than the server.")).toBeVisible();
  await expect(answers(page)).toHaveCount(2);

  await page.unroute("**/_next/static/**");
  // away for a moment only: asked for again
  await page.getByRole("button", { name: "Branches", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Branches" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("navigation").getByRole("button", { name: "Reload" }).click();
  await expect(answers(page)).toHaveCount(2);
});

test("the first question of a page whose parts are gone says so, and its words come back with the reload", async ({
  page,
}) => {
  const complaints = collectComplaints(page);
  await openNew(page);
  await removeScripts(page);
  await prompt(page).fill("Asked on an old page");
  await page.keyboard.press("Enter");
  const line = page.getByRole("main").getByRole("alert").filter({ hasText: "This page is older than the server." });
  await expect(line).toBeVisible();
  await page.unroute("**/_next/static/**");
  await line.getByRole("button", { name: "Reload" }).click();
  await expect(prompt(page)).toHaveValue("Asked on an old page");
  expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
  await page.keyboard.press("Enter");
  await finished(page);
});
