import { type Line, openLine } from "../support/line";
import { answerText, finished, lastAnswer, openNew, prompt, reasoningButton, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `t${from + index}`).join(" ");
const words = (page: Page) => answerText(lastAnswer(page)).innerText();
/** Its number, in the reasoning or in the answer. */
const newestWord = async (page: Page) =>
  Math.max(-1, ...[...(await lastAnswer(page).innerText()).matchAll(/\bt(\d+)/g)].map(([, number]) => Number(number)));
/** Under the bar: in sight wherever the page is scrolled to. */
const networkLine = (page: Page, words: RegExp) => page.getByRole("main").getByRole("status").getByText(words);
const port = (baseURL: string | undefined) => Number(new URL(baseURL ?? "").port);

// answers of half a minute, and networks that are away for a while
test.slow();

let line: Line | null = null;
test.afterEach(async () => {
  await line?.close();
  line = null;
});

test("offline for ten seconds in mid-answer: it goes on where it was, and the draft is there", async ({
  page,
  context,
  baseURL,
}) => {
  line = await openLine(port(baseURL));
  await page.goto(line.url);
  await send(page, "[[scenario:paced n=600 rate=25]] Into the tunnel");
  await expect(answerText(lastAnswer(page))).toContainText("t20 ");
  await prompt(page).fill("Half a thou");
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/completion") && asked.push(request.url()));
  line.freeze();
  await context.setOffline(true);
  await expect(networkLine(page, /^This device is offline/)).toBeInViewport({ ratio: 1 });
  // a phone with its keyboard open, at both ends of what is there
  await page.setViewportSize({ width: 360, height: 320 });
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(networkLine(page, /^This device is offline/)).toBeInViewport({ ratio: 1 });
  await page.evaluate(() => scrollTo(0, 0));
  await expect(networkLine(page, /^This device is offline/)).toBeInViewport({ ratio: 1 });
  await prompt(page).pressSequentially("ght");
  // ten seconds of the answer pass; another page is the clock
  const offlineAt = Date.now();
  await expect.poll(() => Date.now() - offlineAt, { timeout: 15_000 }).toBeGreaterThan(10_000);
  const before = await words(page);
  expect(before).not.toContain("t300");
  line.thaw();
  await context.setOffline(false);
  await expect.poll(() => words(page).then((text) => text.length)).toBeGreaterThan(before.length);
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(numbers(0, 600));
  await expect(prompt(page)).toHaveValue("Half a thought");
  expect(asked.length).toBeLessThan(12);
});

test("a line that breaks every few words, and a server that is away: said in sight, not a character doubled or missing", async ({
  page,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "[[scenario:paced n=300 rate=20 reasoning=0.3]] Bad line");
  await expect(reasoningButton(lastAnswer(page))).toBeVisible();
  line = await openLine(port(baseURL));
  await page.goto(`${line.url}${new URL(page.url()).pathname}`);
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  const resumed: string[] = [];
  page.on("request", (request) => request.url().includes("/completion") && resumed.push(request.url()));
  for (let cuts = 1; cuts <= 4; cuts += 1) {
    const before = await newestWord(page);
    line.cut();
    await expect.poll(() => newestWord(page)).toBeGreaterThan(before + 10);
  }
  const away = networkLine(page, /^The server cannot be reached\. Trying again …$/);
  await expect(away).toBeHidden();
  await page.setViewportSize({ width: 360, height: 480 });
  await page.route(/\/api\/events$|\/completion\?/, (route) => route.abort());
  line.cut();
  await expect(away).toBeInViewport({ ratio: 1 });
  await expect(lastAnswer(page).getByText("Connection lost, taking it up again")).toBeVisible();
  await page.unroute(/\/api\/events$|\/completion\?/);
  await expect(away).toBeHidden();
  await expect(lastAnswer(page).getByText("Connection lost")).toBeHidden();
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(numbers(90, 300));
  await expect(reasoningButton(article)).toContainText(/Reasoning, \d/);
  await reasoningButton(article).click();
  await expect(article.getByRole("region", { name: "Reasoning" })).toHaveText(numbers(0, 90));
  expect(resumed.length).toBeGreaterThanOrEqual(4);
  expect(resumed.filter((url) => /after=\d+/.test(url)).length).toBeGreaterThan(1);
  // with nothing running it is the feed that notices
  await page.route(/\/api\/events$/, (route) => route.abort());
  line.cut();
  await expect(away).toBeInViewport({ ratio: 1 });
  await page.unroute(/\/api\/events$/);
  await expect(away).toBeHidden();
});

test("a connection that is dead without being closed is taken up again, at once after the machine has slept", async ({
  page,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "[[scenario:paced n=500 rate=25]] Close the lid");
  await expect(answerText(lastAnswer(page))).toContainText("t5 ");
  line = await openLine(port(baseURL));
  await page.goto(`${line.url}${new URL(page.url()).pathname}`);
  await expect(answerText(lastAnswer(page))).toContainText("t40 ");
  line.freeze();
  const before = await words(page);
  line.thaw();
  // the lid is opened again: the clock has gone on, the connection is still "open"
  await page.evaluate(() => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + 120_000;
  });
  await expect.poll(() => words(page).then((text) => text.length), { timeout: 8000 }).toBeGreaterThan(before.length);
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(numbers(0, 500));
});

test("a proxy that holds the whole stream back: the text is shown all the same", async ({ page }) => {
  await openNew(page);
  await page.route(/\/api\/conversations\/[^/]+\/messages$/, async (route) => {
    // fetched in one piece and handed on when it is over, as some proxies do
    const response = await route.fetch().catch(() => null);
    if (response) await route.fulfill({ response }).catch(() => {});
  });
  await page.route(/\/api\/events$/, (route) => route.abort());
  await send(page, "[[scenario:paced n=600 rate=30]] Through a proxy");
  await expect(answerText(lastAnswer(page))).toContainText("t100 ", { timeout: 20_000 });
  await expect(lastAnswer(page)).toHaveAttribute("data-status", "running");
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(numbers(0, 600));
});
