import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { startFakeProvider } from "../../e2e/support/fake-provider.ts";
import { startInstances } from "../../e2e/support/instances.ts";
import { countOddRows, noOddRows } from "../../e2e/support/odd-rows.ts";
import { answerText, lastAnswer, openNew, prompt, send } from "../../e2e/support/page.ts";
import { serverPidOf } from "../../e2e/support/product.ts";
import { productClient, wordsOf } from "../../e2e/support/product-client.ts";
import { ensureChromium } from "../lib/chromium.mjs";
import { complain, say } from "../lib/log.mjs";
import { inRoot } from "../lib/paths.mjs";
import { seededRandom } from "./random.mjs";

/** @typedef {{ killedAfterMs: number, status: string, settledMs: number, faults: string[] }} Journey */

const tokens = 100;
const rate = 25;
/** A dead process is noticed within 20 s; then the page looks at what is stored. */
const patienceMs = 40_000;

/**
 * A person chats through nginx while one process after the other is killed and comes back. Whatever is killed, the page has to reach an
 * end of the answer, show exactly what is stored, and take the next question.
 * @param {import("../lib/shutdown.mjs").Shutdown} shutdown
 * @param {{ rounds: number, seed: number, report: string }} options
 * @returns {Promise<boolean>} whether everything is as promised
 */
export async function runInstances(shutdown, { rounds, seed, report }) {
  const executablePath = await ensureChromium();
  const random = seededRandom(seed);
  const fake = await startFakeProvider();
  shutdown.add(fake.close);
  const instances = await startInstances({
    OPENAI_BASE_URL: `${fake.url}/v1`,
    OPENAI_API_KEY: "test-key-0000",
    LOG_LEVEL: "error",
  });
  shutdown.add(instances.remove);
  const browser = await chromium.launch({ executablePath });
  shutdown.add(() => browser.close());
  say(
    `${rounds} questions through nginx, a kill -9 of one of two processes in each; --seed ${seed} repeats the moments.`,
  );
  const page = await browser.newPage({ baseURL: instances.url });
  await openNew(page);
  /** @type {Journey[]} */
  const journeys = [];
  while (journeys.length < rounds) {
    const victim = instances.products[journeys.length % instances.products.length];
    const killedAfterMs = Math.round(random() * ((tokens / rate) * 1000));
    const journey = await play(page, instances.url, journeys.length, killedAfterMs, victim?.pid() ?? 0);
    journeys.push(journey);
    for (const fault of journey.faults) complain(`Question ${journeys.length}: ${fault}`);
  }
  const odd = await countOddRows(instances.databaseUrl);
  const faults = journeys.flatMap((journey) => journey.faults);
  if (JSON.stringify(odd) !== JSON.stringify(noOddRows)) faults.push(`rows ${JSON.stringify(odd)}`);
  const whole = journeys.filter(({ status }) => status === "done").length;
  const slowest = Math.max(...journeys.map(({ settledMs }) => settledMs));
  mkdirSync(dirname(inRoot(report)), { recursive: true });
  writeFileSync(inRoot(report), `${JSON.stringify({ seed, journeys, faults }, null, 1)}\n`);
  say(
    `${journeys.length} kills: ${whole} answers whole, ${journeys.length - whole} interrupted; the page was settled ${(slowest / 1000).toFixed(1)} s after the kill at the latest; ${faults.length} faults.`,
  );
  return faults.length === 0;
}

/**
 * @param {import("@playwright/test").Page} page @param {string} url @param {number} round @param {number} killedAfterMs
 * @param {number} launcherPid @returns {Promise<Journey>}
 */
async function play(page, url, round, killedAfterMs, launcherPid) {
  /** @type {string[]} */
  const faults = [];
  const question = `[[scenario:paced n=${tokens} rate=${rate}]] Question ${round}.`;
  await send(page, question);
  // From the first words on the question is acknowledged: nothing of it may be lost.
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await answerText(lastAnswer(page)).filter({ hasText: "t0" }).waitFor();
  await wait(killedAfterMs);
  const server = serverPidOf(launcherPid);
  if (server === undefined) throw new Error("the process that was to be killed is not there");
  process.kill(server, "SIGKILL");
  const killedAt = performance.now();
  const status = await settledStatus(page, killedAt + patienceMs);
  const settledMs = performance.now() - killedAt;
  const conversationId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const stored = (await productClient(url).conversation(conversationId)).messages;
  const answer = stored.at(-1);
  if (status === "none") faults.push("the page did not come to an end");
  if (!stored.some((message) => wordsOf(message).text === question)) faults.push("the question is not stored");
  if (answer?.status !== status) faults.push(`the page says ${status}, stored is ${answer?.status}`);
  const shown = (await answerText(lastAnswer(page)).allInnerTexts()).join("").trim();
  const words = wordsOf(answer).text.trim();
  if (shown !== words) faults.push(`shown are ${shown.length} characters, stored ${words.length}`);
  if (!(await prompt(page).isEnabled())) faults.push("no next question can be asked");
  await untilReady(launcherPid, server);
  return { killedAfterMs, status, settledMs, faults };
}

/** @param {import("@playwright/test").Page} page @param {number} until */
async function settledStatus(page, until) {
  for (; performance.now() < until; await wait(50)) {
    const status = await lastAnswer(page)
      .getAttribute("data-status", { timeout: 5_000 })
      .catch(() => null);
    const isBusy = await page.getByRole("button", { name: "Stop" }).isVisible();
    if (status !== null && status !== "running" && !isBusy) return status;
  }
  return "none";
}

/** The launcher has started another server in its place. @param {number} launcherPid @param {number} dead */
async function untilReady(launcherPid, dead) {
  for (const until = performance.now() + 30_000; performance.now() < until; await wait(100)) {
    const server = serverPidOf(launcherPid);
    if (server !== undefined && server !== dead) return wait(1_500);
  }
  throw new Error("the killed process did not come back");
}
