import { answerText, finished, lastAnswer, openNew, reasoningButton, send } from "../support/page";
import { expect, type Page, test } from "../support/test";

/** 5 in the usual run; `RELOADS=50 npm test -- e2e reloads` for the long one. */
const rounds = Number(process.env.RELOADS ?? 5);
const [count, rate, reasoningCount] = [300, 30, 120];
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => `t${from + index}`).join(" ");

/** What one page has shown of the newest answer, frame by frame. */
interface Probe {
  /** words of reasoning, then of the answer, on the latest frame */
  words: [number, number];
  /** frames that showed less than the frame before: of the answer, or of the reasoning while that runs */
  shrunk: string[];
  /** the same on the first frame that had an answer */
  first: Probe["words"] | null;
  timers: number[];
  /** frames that showed the source of the answer instead of what it means */
  raw: number;
}
declare global {
  interface Window {
    probe: Probe;
  }
}

/** Looks at every animation frame from the page's first one on. */
function watchFrames(): void {
  const probe: Probe = { words: [0, 0], shrunk: [], first: null, timers: [], raw: 0 };
  window.probe = probe;
  const wordsIn = (article: Element, selector: string) =>
    [...article.querySelectorAll(selector)].flatMap((part) => part.textContent?.match(/t\d+/g) ?? []).length;
  const look = () => {
    const article = [...document.querySelectorAll('article[aria-label="Assistant"]')].at(-1);
    if (article) {
      const [reasoning, answer] = probe.words;
      const now: Probe["words"] = [wordsIn(article, '[role="region"]'), wordsIn(article, '[data-part="answer"]')];
      // a document that is still being read ends anywhere, also between an answer and its first word
      if (document.readyState !== "loading" || now[0] + now[1] > 0) probe.first ??= now;
      // a panel folds when the answer begins
      const isLess = now[1] < answer || (now[1] === 0 && now[0] < reasoning);
      if (isLess) probe.shrunk.push(`${probe.words} → ${now}`);
      probe.words = now;
      if (article.querySelector('[data-part="answer"] > :is(.source, .plain)')) probe.raw += 1;
      const timer = /Reasoning, ([\d.]+) s/.exec(article.querySelector(".thought .head")?.textContent ?? "");
      if (timer) probe.timers.push(Number(timer[1]));
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

const shown = (page: Page) => page.evaluate(() => window.probe);

// a busy machine takes its time over a reload
test.slow();

for (let round = 0; round < rounds; round += 1) {
  test(`reload ${round + 1} of ${rounds}: never empty, and in the end every word`, async ({ page }) => {
    // spread over the whole answer, reasoning and text alike, and never the same moments twice
    const share = (round + Math.random()) / rounds;
    const moment = Math.max(1, Math.floor(share * (count - 60)));
    test.info().annotations.push({ type: "reload at word", description: String(moment) });
    await page.addInitScript(watchFrames);
    await openNew(page);
    await send(page, `[[scenario:paced n=${count} rate=${rate} reasoning=${reasoningCount / count}]] Reload ${round}`);
    const newest = async () => {
      const [reasoning, answer] = (await shown(page)).words;
      return answer > 0 ? reasoningCount + answer : reasoning;
    };
    await expect.poll(newest, { timeout: 60_000 }).toBeGreaterThanOrEqual(moment);
    const before = (await shown(page)).words;
    await page.reload();
    await expect.poll(async () => (await shown(page)).first).not.toBeNull();
    // what had been read is there with the first frame of the new page
    const first = (await shown(page)).first ?? [0, 0];
    if (first[1] > 0) expect(first[1]).toBeGreaterThanOrEqual(before[1]);
    else expect(first[0]).toBeGreaterThanOrEqual(before[0]);
    const article = await finished(page);
    await expect(answerText(article)).toHaveText(numbers(reasoningCount, count));
    const { shrunk, timers, raw } = await shown(page);
    expect(shrunk).toEqual([]);
    // what came with the document stays as the server drew it until the engine is there
    if (first[1] > 0) expect(raw).toBe(0);
    // at the end the measured figure takes the place of the clock, which a busy page lets run on for a moment
    const falls = timers.filter((seconds, index) => seconds < (timers[index - 1] ?? 0) - 0.6);
    expect(falls).toEqual([]);
    // the clock of the reasoning did not begin anew
    expect(timers[0]).toBeGreaterThan((Math.min(moment, reasoningCount) / rate) * 0.8 - 0.2);
    const took = await reasoningButton(article).innerText();
    await reasoningButton(article).click();
    await expect(article.getByRole("region", { name: "Reasoning" })).toHaveText(numbers(0, reasoningCount));
    await page.reload();
    await expect(reasoningButton(lastAnswer(page))).toHaveText(took);
    await expect(answerText(lastAnswer(page))).toHaveText(numbers(reasoningCount, count));
  });
}
