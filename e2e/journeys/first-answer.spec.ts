import { fakeAddress } from "../support/fake-address";
import { newGate } from "../support/gate";
import {
  answerText,
  collectComplaints,
  finished,
  lastAnswer,
  log,
  openNew,
  prompt,
  questions,
  reasoningButton,
  send,
} from "../support/page";
import { expect, test } from "../support/test";

test("a question is answered: stages, live reasoning, folding, Markdown, facts", async ({ page }) => {
  const complaints = collectComplaints(page);
  const gate = newGate();
  await openNew(page);
  await send(page, `[[scenario:paced n=80 rate=100 reasoning=0.5 hold=20 ${gate.param}]] Think, then answer.`);
  await expect(questions(page)).toHaveCount(1);
  await expect(page).toHaveURL(/\/c\/[0-9a-f-]{36}$/);
  await expect(log(page)).toHaveAttribute("aria-busy", "true");
  await expect(page.getByRole("button", { name: "Stop" })).toBeVisible();
  await expect(reasoningButton(lastAnswer(page))).toHaveAttribute("aria-expanded", "true");
  await expect(lastAnswer(page).getByRole("region", { name: "Reasoning" })).not.toBeEmpty();

  await gate.open();
  const article = await finished(page);
  await expect(reasoningButton(article)).toHaveAttribute("aria-expanded", "false");
  await expect(answerText(article)).not.toBeEmpty();
  await expect(log(page)).not.toHaveAttribute("aria-busy", "true");
  await expect(page.getByRole("button", { name: "Send message" })).toBeVisible();

  await article.getByRole("button", { name: "Answer details" }).click();
  const details = article.getByRole("region", { name: "Answer details" });
  await expect(details).toContainText("openai/gpt-oss-120b");
  await expect(details).toContainText(/Reasoning tokens\s*\d+/);
  expect(complaints).toEqual([]);
});

test("figures that were not reported are named so, never 0", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:usage-none]] Say nothing of tokens");
  const article = await finished(page);
  await article.getByRole("button", { name: "Answer details" }).click();
  const details = article.getByRole("region", { name: "Answer details" });
  await expect(details).toContainText(/Output tokens\s*not reported/);
  await expect(details).toContainText(/Cost\s*not reported/);
});

test("the sidebar lists the conversation, titled at once by rule and later by the model", async ({ page }) => {
  const gate = newGate();
  await openNew(page);
  await send(page, `How do glaciers move? [[scenario:paced n=30 rate=100 hold=10 ${gate.param}]]`);
  const sidebar = page.getByRole("navigation", { name: "Conversations" });
  await expect(sidebar.getByRole("link", { name: /glaciers move/ })).toBeVisible();
  await gate.open();
  await finished(page);
  await expect(sidebar.locator('a[aria-current="page"]')).toHaveCount(1);
});

test("a second question carries the reasoning of the first back, and New conversation gives a fresh page", async ({
  page,
  request,
}) => {
  await request.post(`http://${fakeAddress}/__control/reset`);
  await openNew(page);
  await send(page, "First question");
  await finished(page);
  await send(page, "Second question");
  await expect(questions(page)).toHaveCount(2);
  await expect(page.getByRole("article", { name: "Assistant" })).toHaveCount(2);
  await finished(page);
  const journal = await (await request.get(`http://${fakeAddress}/__control/requests`)).json();
  const streamed = (journal.requests ?? journal).filter(
    (entry: { body?: { stream?: boolean } }) => entry.body?.stream === true,
  );
  const messages = streamed.at(-1).body.messages;
  expect(messages.map((message: { role: string }) => message.role)).toEqual(["user", "assistant", "user"]);
  expect(messages[1].reasoning_details.length).toBeGreaterThan(0);

  await page.getByRole("button", { name: "New conversation" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(questions(page)).toHaveCount(0);
  await expect(prompt(page)).toBeFocused();
});
