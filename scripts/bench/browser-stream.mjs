import { sleep } from "../lib/processes.mjs";
import { percentile } from "./figures.mjs";
import { words } from "./markdown-text.mjs";

const tokens = 8000;
const rate = 200;
const ending = "The-very-end";

/** Runs in the page: frame times, key to paint by the event timing API, and when the last token stood there. @param {string} mark */
function observe(mark) {
  const store = /** @type {any} */ (window);
  store.bench = { frames: [], keys: [], endAtMs: Number.NaN };
  const each = (/** @type {number} */ now) => {
    store.bench.frames.push(now);
    requestAnimationFrame(each);
  };
  requestAnimationFrame(each);
  // Counted from the timestamp of the key to the next paint; the smallest duration that is reported is 16 ms.
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "keydown") store.bench.keys.push(entry.duration);
  }).observe(/** @type {any} */ ({ type: "event", durationThreshold: 16 }));
  const look = () => {
    if (!document.body.textContent?.includes(mark)) return;
    watcher.disconnect();
    // The frame that paints it: after its animation callbacks and layout.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        store.bench.endAtMs = performance.timeOrigin + performance.now();
      };
      channel.port2.postMessage(null);
    });
  };
  // Only what was added is looked at: looking through the whole page would be the cost that is measured.
  const watcher = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const texts = [
        target.nodeType === Node.TEXT_NODE ? target.textContent : "",
        ...[...addedNodes].map((node) => node.textContent),
      ];
      if (texts.some((text) => text?.includes(mark))) return look();
    }
  });
  watcher.observe(document.body, { subtree: true, childList: true, characterData: true });
}

/** Main-thread seconds so far. @param {import("@playwright/test").CDPSession} cdp */
async function busyOf(cdp) {
  const { metrics } = await cdp.send("Performance.getMetrics");
  const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return {
    busy: of("TaskDuration"),
    script: of("ScriptDuration"),
    layout: of("LayoutDuration"),
    style: of("RecalcStyleDuration"),
  };
}

/** @param {import("@playwright/test").Browser} browser */
async function openPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Performance.enable");
  return { context, page, cdp };
}

/**
 * One long Markdown answer while someone types the next question.
 * @param {{ browser: import("@playwright/test").Browser, url: string, upstream: { next: () => Promise<any> } }} input
 */
export async function measureStreaming({ browser, url, upstream }) {
  const { context, page, cdp } = await openPage(browser);
  const created = await fetch(`${url}/api/conversations`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: `bench/text-${tokens}x${rate}` }),
  });
  await page.goto(`${url}/c/${(await created.json()).id}`, { waitUntil: "load" });
  // the page keeps a request open for what happens elsewhere, so the network is never idle
  await page.waitForFunction(() => document.activeElement?.matches("[data-prompt]"));
  await page.evaluate(observe, ending);
  const box = page.getByRole("textbox", { name: "Message" });
  await sleep(1000);
  const atRest = await page.evaluate(() => /** @type {any} */ (window).bench.frames.slice());
  const frameMs = percentile(
    atRest.slice(1).map((/** @type {number} */ at, /** @type {number} */ index) => at - atRest[index]),
    0.5,
  );

  await box.fill("How do tides work?");
  const sent = upstream.next();
  await box.press("Enter");
  await page.getByRole("log", { name: "Conversation" }).getByText("How tides work").first().waitFor();
  const before = await busyOf(cdp);
  const begun = Date.now();
  await page.evaluate(() => {
    const { bench } = /** @type {any} */ (window);
    bench.frames.length = 0;
    bench.keys.length = 0;
  });
  let done = false;
  let keys = 0;
  const typing = (async () => {
    await box.focus();
    for (; !done; keys++) {
      await page.keyboard.press(keys % 7 === 6 ? "Space" : "KeyA");
      await sleep(120);
    }
  })();
  const { lastTextAtMs } = await sent;
  done = true;
  await typing;
  await sleep(1000);
  const after = await busyOf(cdp);
  const seconds = (Date.now() - begun) / 1000;
  const seen = await page.evaluate(() => /** @type {any} */ (window).bench);
  await context.close();

  const gaps = seen.frames
    .slice(1)
    .map((/** @type {number} */ at, /** @type {number} */ index) => at - seen.frames[index]);
  const dropped = gaps.reduce(
    (/** @type {number} */ sum, /** @type {number} */ gap) => sum + Math.max(0, Math.round(gap / frameMs) - 1),
    0,
  );
  // Keys faster than the smallest reported duration count as just that.
  const durations = [...seen.keys, ...new Array(Math.max(0, keys - seen.keys.length)).fill(16)];
  return {
    seconds,
    keys,
    frameMs,
    frames: seen.frames.length,
    largestGapMs: Math.max(...gaps),
    droppedShare: dropped / (gaps.length + dropped),
    typingMs: percentile(durations, 0.98),
    typingMedianMs: percentile(durations, 0.5),
    lastTokenMs: seen.endAtMs - lastTextAtMs,
    busy: after.busy - before.busy,
    script: after.script - before.script,
    layout: after.layout - before.layout,
    style: after.style - before.style,
    plainBusy: await plainPage(browser),
  };
}

/** The same text appended to a page of nothing else, at the same pace and once per frame, with the same measuring: what a browser needs at least. @param {import("@playwright/test").Browser} browser */
async function plainPage(browser) {
  const { context, page, cdp } = await openPage(browser);
  await page.setContent(
    '<!doctype html><textarea id="box"></textarea><div style="height:600px;overflow:auto"><div id="text" style="white-space:pre-wrap"></div></div>',
  );
  await page.evaluate(observe, ending);
  const before = await busyOf(cdp);
  const typing = (async () => {
    await page.locator("#box").focus();
    for (const until = Date.now() + (1000 * tokens) / rate; Date.now() < until; ) {
      await page.keyboard.press("KeyA");
      await sleep(120);
    }
  })();
  await page.evaluate(
    ([pieces, everyMs]) =>
      new Promise((resolve) => {
        const text = /** @type {HTMLElement} */ (document.querySelector("#text"));
        const begun = performance.now();
        let next = 0;
        const step = () => {
          const due = Math.min(pieces.length, 1 + Math.floor((performance.now() - begun) / everyMs));
          if (due > next) {
            text.append(pieces.slice(next, due).join(""));
            if (text.parentElement) text.parentElement.scrollTop = text.parentElement.scrollHeight;
          }
          next = due;
          if (next < pieces.length) requestAnimationFrame(step);
          else resolve(undefined);
        };
        step();
      }),
    /** @type {[string[], number]} */ ([words(tokens), 1000 / rate]),
  );
  await typing;
  await sleep(1000);
  const after = await busyOf(cdp);
  await context.close();
  return after.busy - before.busy;
}
