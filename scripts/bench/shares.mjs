// The page of a share: what one process serves, and how soon a slow reader sees it.

import { chromium } from "@playwright/test";
import { Agent, request } from "undici";
import { chromiumArgs, ensureChromium } from "../lib/chromium.mjs";
import { say } from "../lib/log.mjs";
import { sleep } from "../lib/processes.mjs";
import { budgetLine, isKept, percentile } from "./figures.mjs";
import { startUpstream } from "./helpers.mjs";
import { startProduct } from "./product.mjs";
import "./typescript-hooks.mjs";

const messages = 200;
const readersPerSecond = 300;
const seconds = 20;
const loads = 5;
const slowdown = 4;

/** @typedef {{ lcpMs: number, cls: number }} Seen */

/** @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<number>} 0 when every budget is kept */
export async function measureShares(shutdown) {
  const { longConversation } = await import("../../e2e/support/long-conversation.ts");
  const executablePath = await ensureChromium();
  const upstream = await startUpstream(shutdown);
  const { url } = await startProduct(shutdown, upstream.url);
  const { id } = await post(`${url}/api/conversations/import`, longConversation(messages / 2));
  const share = await post(`${url}/api/conversations/${id}/share`, { reasoning: true, figures: true });
  const address = `${url}/share/${share.id}`;
  const bytes = (await (await fetch(address)).arrayBuffer()).byteLength;
  // what is measured is a server at work, not one that has just begun
  await readMany(address, 2);

  const served = await readMany(address, seconds);
  const seen = await openSlowly(executablePath, address, shutdown);
  const kept = [
    {
      name: `${readersPerSecond} readers/s for ${seconds} s, 99 % answered within`,
      value: percentile(served, 0.99),
      limit: 100,
      unit: " ms",
    },
    {
      name: `${messages} messages, largest paint at ${slowdown}x slower, median of ${loads}`,
      value: percentile(
        seen.map(({ lcpMs }) => lcpMs),
        0.5,
      ),
      limit: 1000,
      unit: " ms",
    },
    { name: "what moves while it loads (CLS)", value: Math.max(...seen.map(({ cls }) => cls)), limit: 0, unit: "" },
  ];
  say(
    `${messages} messages, ${(bytes / 1000).toFixed(0)} kB of HTML; ${served.length} readers, median ${percentile(served, 0.5).toFixed(1)} ms`,
  );
  for (const budget of kept) say(budgetLine(budget));
  return kept.every(isKept) ? 0 : 1;
}

/** @param {string} url @param {object} body */
async function post(url, body) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** Each on time whatever the ones before took. @param {string} address @param {number} forSeconds @returns {Promise<number[]>} ms to the last byte, from when it was due */
async function readMany(address, forSeconds) {
  const dispatcher = new Agent({ connections: 64 });
  const times = /** @type {number[]} */ ([]);
  const begun = performance.now();
  const running = [];
  for (let reader = 0; reader < readersPerSecond * forSeconds; reader += 1) {
    const dueMs = begun + (reader * 1000) / readersPerSecond;
    const wait = dueMs - performance.now();
    if (wait > 1) await sleep(wait);
    running.push(
      // as browsers ask, but nothing is unpacked here: that is theirs to do
      request(address, { dispatcher, headers: { "accept-encoding": "gzip" } }).then(async ({ statusCode, body }) => {
        await body.arrayBuffer();
        if (statusCode !== 200) throw new Error(`a reader got ${statusCode}`);
        times.push(performance.now() - dueMs);
      }),
    );
  }
  await Promise.all(running);
  return times;
}

/** @param {string} executablePath @param {string} address @param {import("../lib/shutdown.mjs").Shutdown} shutdown @returns {Promise<Seen[]>} */
async function openSlowly(executablePath, address, shutdown) {
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  shutdown.add(() => browser.close());
  const seen = [];
  for (let load = 0; load < loads; load += 1) {
    // nothing of the load before is in its cache
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.addInitScript(() => {
      const store = /** @type {any} */ (window);
      store.seen = { lcpMs: Number.NaN, cls: 0 };
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) store.seen.lcpMs = entry.startTime;
      }).observe({ type: "largest-contentful-paint", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) store.seen.cls += /** @type {any} */ (entry).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(address, { waitUntil: "load" });
    await sleep(1500);
    seen.push(/** @type {Seen} */ (await page.evaluate(() => /** @type {any} */ (window).seen)));
    await context.close();
  }
  return seen;
}
