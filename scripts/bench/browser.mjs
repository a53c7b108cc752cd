import { chromium } from "@playwright/test";
import { chromiumArgs, ensureChromium } from "../lib/chromium.mjs";
import { say } from "../lib/log.mjs";
import { sleep } from "../lib/processes.mjs";
import { measureStreaming } from "./browser-stream.mjs";
import { budgetLine, figure, isKept, percentile } from "./figures.mjs";
import { startUpstream } from "./helpers.mjs";
import { startProduct } from "./product.mjs";

/** @typedef {import("@playwright/test").Browser} Browser */

/** `/` with an empty cache: bytes of script on the wire, and when the largest element stood. @param {Browser} browser @param {string} url */
async function firstLoad(browser, url) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  /** @type {Map<string, string>} */
  const types = new Map();
  let scriptBytes = 0;
  cdp.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (types.get(requestId) === "Script") scriptBytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const store = /** @type {any} */ (window);
    store.largestPaintMs = Number.NaN;
    new PerformanceObserver((list) => {
      store.largestPaintMs = list.getEntries().at(-1)?.startTime;
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
  await page.goto(url, { waitUntil: "load" });
  await sleep(1500);
  const paintMs = await page.evaluate(() => /** @type {any} */ (window).largestPaintMs);
  await context.close();
  return { kilobytes: scriptBytes / 1000, paintMs };
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<number>} */
export async function measureBrowser(shutdown) {
  const executablePath = await ensureChromium();
  const upstream = await startUpstream(shutdown);
  const product = await startProduct(shutdown, upstream.url);
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  shutdown.add(() => browser.close());

  await firstLoad(browser, product.url);
  const loads = [];
  for (let index = 0; index < 5; index++) loads.push(await firstLoad(browser, product.url));
  const paints = loads.map(({ paintMs }) => paintMs);
  const budgets = [
    { name: "script of the first load, compressed", value: loads[0]?.kilobytes ?? Number.NaN, limit: 200, unit: " kB" },
    {
      name: "largest contentful paint, cold cache, median of 5",
      value: percentile(paints, 0.5),
      limit: 600,
      unit: " ms",
    },
  ];
  const answer = await measureStreaming({ browser, url: product.url, upstream });
  budgets.push(
    { name: "8,000 tokens at 200/s, largest frame gap", value: answer.largestGapMs, limit: 100, unit: " ms" },
    { name: "8,000 tokens at 200/s, dropped frames", value: answer.droppedShare * 100, limit: 2, unit: " %" },
    { name: "typing meanwhile, key to paint, 98th percentile", value: answer.typingMs, limit: 50, unit: " ms" },
    {
      name: "main thread against a plain page with the same text",
      value: answer.busy / answer.plainBusy,
      limit: 2,
      unit: "×",
    },
    { name: "last token visible after it was sent", value: answer.lastTokenMs, limit: 100, unit: " ms" },
  );
  say(
    `\nanswer: ${answer.frames} frames in ${figure(answer.seconds)} s (one every ${figure(answer.frameMs)} ms at rest), ${answer.keys} keys; key to paint, median ${figure(answer.typingMedianMs)} ms`,
  );
  say(
    `main thread: ${figure(answer.busy, 2)} s (script ${figure(answer.script, 2)}, layout ${figure(answer.layout, 2)}, style ${figure(answer.style, 2)}); plain page ${figure(answer.plainBusy, 2)} s`,
  );
  say("");
  for (const budget of budgets) say(budgetLine(budget));
  return budgets.every(isKept) ? 0 : 1;
}
