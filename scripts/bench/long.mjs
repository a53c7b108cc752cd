// Long conversations in Chromium: how soon they can be used, what they hold on the page, how they scroll, what streaming in them costs.
import { chromium } from "@playwright/test";
import { chromiumArgs, ensureChromium } from "../lib/chromium.mjs";
import { say } from "../lib/log.mjs";
import { sleep } from "../lib/processes.mjs";
import { budgetLine, figure, isKept, percentile, table } from "./figures.mjs";
import { startUpstream } from "./helpers.mjs";
import { startProduct } from "./product.mjs";
import "./typescript-hooks.mjs";

const rounds = 9;
/** of each length */
const answers = 3;
const answer = { tokens: 1200, rate: 100 };
const budgets = [
  { messages: 10, interactiveMs: Number.NaN },
  { messages: 500, interactiveMs: 500 },
  { messages: 2000, interactiveMs: 700 },
];

/** @typedef {import("@playwright/test").Page} Page */

/** Runs in the page: when React has taken over. */
function listen() {
  const store = /** @type {any} */ (window);
  store.long = { drawnMs: Number.NaN, blankMs: 0, nodes: 0 };
  window.addEventListener("verbatim-drawn", () => (store.long.drawnMs = performance.now()), { once: true });
}

/** Runs in the page: how long the middle of the window showed nothing, and what the page holds. Costs time in every frame. */
function watch() {
  const store = /** @type {any} */ (window);
  let blankSince = /** @type {number | null} */ (null);
  const look = (/** @type {number} */ now) => {
    const seen = document.elementsFromPoint(innerWidth / 2, innerHeight / 2);
    if (seen.some((each) => each.matches("article, .edge"))) blankSince = null;
    else if (document.querySelector("[data-message-id]")) blankSince ??= now;
    if (blankSince !== null) store.long.blankMs = Math.max(store.long.blankMs, now - blankSince);
    store.long.nodes = Math.max(store.long.nodes, document.querySelectorAll("*").length);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Milliseconds from the navigation until React has taken over. @param {Page} page @param {string} address */
async function drawn(page, address) {
  await page.goto(address, { waitUntil: "load" });
  await page.waitForFunction(() => Number.isFinite(/** @type {any} */ (window).long.drawnMs));
  return (await seen(page)).drawnMs;
}

/** @param {Page} page @returns {Promise<{ drawnMs: number, blankMs: number, nodes: number }>} */
const seen = (page) => page.evaluate(() => /** @type {any} */ (window).long);

/** From the end to the first message, a notch of a wheel each frame. @param {Page} page */
async function scrollToStart(page) {
  await page.mouse.move(640, 300);
  for (let still = 0; still < 20; ) {
    await page.mouse.wheel(0, -1200);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const isThere = await page.evaluate(() => scrollY === 0 && document.querySelector(".edge") === null);
    still = isThere ? still + 1 : 0;
  }
}

/** @param {import("@playwright/test").CDPSession} cdp */
async function busyOf(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN;
}

/** Main-thread seconds of one answer that is followed. @param {Page} page @param {{ next: () => Promise<any> }} upstream */
async function stream(page, upstream) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const sent = upstream.next();
  await page.getByRole("textbox", { name: "Message" }).fill("How do tides work?");
  await page.keyboard.press("Enter");
  await sleep(2000);
  const before = await busyOf(cdp);
  await sleep(((answer.tokens / answer.rate) * 1000) / 2);
  const busy = (await busyOf(cdp)) - before;
  await sent;
  await sleep(1000);
  return busy;
}

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<number>} 0 when every budget is kept */
export async function measureLong(shutdown) {
  const { longConversation } = await import("../../e2e/support/long-conversation.ts");
  const executablePath = await ensureChromium();
  const upstream = await startUpstream(shutdown);
  const { url } = await startProduct(shutdown, upstream.url);
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  shutdown.add(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(listen);

  const model = `bench/text-${answer.tokens}x${answer.rate}`;
  const sizes = [];
  for (const { messages, interactiveMs } of budgets) {
    const path = await imported(url, { ...longConversation(messages / 2), model }, String(messages / 2));
    sizes.push({
      messages,
      interactiveMs,
      path,
      times: /** @type {number[]} */ ([]),
      newTabTimes: /** @type {number[]} */ ([]),
      blankMs: 0,
      nodes: 0,
      busy: /** @type {number[]} */ ([]),
    });
  }
  // In turns, so that a machine that has become slower is so for all of them.
  const tab = await context.newPage();
  for (let round = 0; round <= rounds; round += 1)
    for (const { path, times, newTabTimes } of sizes) {
      // in the tab one is in, coming from a new conversation; and in a tab of its own, with a process of its own
      await drawn(tab, url);
      const inTab = await drawn(tab, `${url}${path}`);
      const page = await context.newPage();
      const inNewTab = await drawn(page, `${url}${path}`);
      await page.close();
      // the first one warms the server and the cache up
      if (round > 0) {
        times.push(inTab);
        newTabTimes.push(inNewTab);
      }
    }
  await tab.close();
  for (let round = 0; round < answers; round += 1)
    for (const size of sizes) {
      const page = await context.newPage();
      await page.goto(`${url}${size.path}`, { waitUntil: "load" });
      await sleep(1500);
      // what opening showed is the time above
      await page.evaluate(watch);
      if (size.messages > 40) await scrollToStart(page);
      const { blankMs, nodes } = await seen(page);
      size.blankMs = Math.max(size.blankMs, blankMs);
      size.nodes = Math.max(size.nodes, nodes);
      size.busy.push(await stream(page, upstream));
      await page.close();
    }

  const rows = [
    ["messages", "usable ms", "in a new tab", "nodes at most", "blank ms at most", "streaming, main thread s"],
  ];
  const kept = [];
  const ofShort = percentile(sizes[0]?.busy ?? [], 0.5);
  for (const { messages, interactiveMs, times, newTabTimes, blankMs, nodes, busy } of sizes) {
    const drawnMs = percentile(times, 0.5);
    rows.push([
      messages.toLocaleString("en"),
      figure(drawnMs),
      figure(percentile(newTabTimes, 0.5)),
      String(nodes),
      figure(blankMs),
      figure(percentile(busy, 0.5), 2),
    ]);
    if (Number.isNaN(interactiveMs)) continue;
    kept.push(
      {
        name: `${messages} messages, usable after navigation in the same tab, median of ${rounds}`,
        value: drawnMs,
        limit: interactiveMs,
        unit: " ms",
      },
      { name: `${messages} messages, elements on the page`, value: nodes, limit: 3000, unit: "" },
      { name: `${messages} messages, longest blank while scrolling`, value: blankMs, limit: 100, unit: " ms" },
      {
        name: `${messages} messages, streaming against 10 messages`,
        value: percentile(busy, 0.5) / ofShort,
        limit: 1.2,
        unit: "×",
      },
    );
  }
  say(`\n${table(rows)}\n`);
  for (const budget of kept) say(budgetLine(budget));
  return kept.every(isKept) ? 0 : 1;
}

/** @param {string} url @param {object} file @param {string} last a word of its last answer alone */
async function imported(url, file, last) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/api/conversations/import`, {
    method: "POST",
    headers,
    body: JSON.stringify(file),
  });
  if (response.status !== 201) throw new Error(`import: ${response.status} ${await response.text()}`);
  const { id } = await response.json();
  // the search index is made after an import, in the order of the messages: what is measured is a server at rest
  for (;;) {
    const { results } = await (await fetch(`${url}/api/search?scope=answer&limit=50&q=${last}`)).json();
    if (results.some((/** @type {{ conversationId: string }} */ { conversationId }) => conversationId === id)) break;
    await sleep(200);
  }
  return `/c/${id}`;
}
