import { newGate } from "../support/gate";
import { answers, answerText, finished, lastAnswer, openNew, prompt, questions, send } from "../support/page";
import { expect, openDevice, type Page, test } from "../support/test";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`).join(" ");
const entry = (page: Page, title: string | RegExp) =>
  page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: title });
/** The page hears of changes from here on. */
const listening = (page: Page) => page.waitForResponse((response) => response.url().endsWith("/api/events"));

test("an answer is followed live on a device that has not started it, the question with it", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "First of two");
  await finished(page);
  const [phone, other] = [await openDevice(browser, baseURL), await page.context().newPage()];
  for (const each of [phone, other]) {
    const heard = listening(each);
    await each.goto(page.url());
    await heard;
  }
  await other.bringToFront();
  await prompt(phone).fill("A draft on the phone");
  const gate = newGate();
  await send(page, `[[scenario:paced n=200 rate=100 hold=50 ${gate.param}]] Second of two`);
  await expect(questions(phone)).toHaveCount(2);
  await expect(lastAnswer(phone)).toHaveAttribute("data-status", "running");
  await expect(answerText(lastAnswer(phone))).toContainText("t5 ");
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  await gate.open();
  const article = await finished(phone);
  await expect(answerText(article)).toHaveText(numbers(200));
  await finished(other);
  await expect(answerText(lastAnswer(other))).toHaveText(numbers(200));
  await expect(prompt(phone)).toHaveValue("A draft on the phone");
  // what the device was shown is what it can go on from
  await prompt(phone).fill("Third, from the phone");
  await phone.getByRole("button", { name: "Send message" }).click();
  await finished(phone);
  await expect(answers(page)).toHaveCount(3);
  await phone.context().close();
});

test("a conversation of another device appears, runs, gets its title, and vanishes", async ({
  page,
  browser,
  baseURL,
}) => {
  const word = `Owl ${Date.now()}`;
  const heard = listening(page);
  await openNew(page);
  await heard;
  const phone = await openDevice(browser, baseURL);
  await openNew(phone);
  const gate = newGate();
  await send(phone, `${word} [[scenario:paced n=60 rate=100 hold=20 ${gate.param}]]`);
  await expect(entry(page, new RegExp(word))).toBeVisible();
  await expect(entry(page, new RegExp(word)).locator(".live")).toBeVisible();
  await gate.open();
  await finished(phone);
  const id = new URL(phone.url()).pathname;
  const link = page.locator(`nav a[href="${id}"]`);
  // the title by the model takes the place of the one by rule
  await expect(link).not.toHaveAccessibleName(new RegExp(word));
  await expect(link.locator(".live")).toHaveCount(0);
  await phone.request.delete(`/api/conversations/${id.split("/").at(-1)}`);
  await expect(link).toHaveCount(0);
  await phone.context().close();
});

test("deleted elsewhere: the page says so, and the draft waits in the new conversation", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, `[[scenario:paced n=60 rate=100 hold=20 ${newGate().param}]] Not for long`);
  await expect(answerText(lastAnswer(page))).toContainText("t5 ");
  const phone = await openDevice(browser, baseURL);
  const heard = listening(phone);
  await phone.goto(page.url());
  await heard;
  await expect(lastAnswer(phone)).toHaveAttribute("data-status", "running");
  await prompt(phone).fill("Words that must not be lost");
  const deletedAt = Date.now();
  await page.request.delete(`/api/conversations/${new URL(page.url()).pathname.split("/").at(-1)}`);
  const said = phone.getByRole("main").getByRole("alert");
  await expect(said).toContainText("This conversation was deleted.");
  expect(Date.now() - deletedAt).toBeLessThan(5000);
  await said.getByRole("button", { name: "New conversation" }).click();
  await expect(prompt(phone)).toHaveValue("Words that must not be lost");
  await expect(phone).toHaveURL(/\/$/);
  await phone.context().close();
});

test("without the feed everything still works, a little later", async ({ page }) => {
  await page.route(/\/api\/events$/, (route) => route.abort());
  await openNew(page);
  const word = `Unheard ${Date.now()}`;
  await send(page, word);
  await finished(page);
  await expect(page.locator(`nav a[href="${new URL(page.url()).pathname}"]`)).not.toHaveAccessibleName(word, {
    timeout: 10_000,
  });
});
