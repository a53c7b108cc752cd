import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";

import { readUiStream } from "../support/ui-stream.ts";

/** Files of the largest size arrive while answers stream: those who read them must not notice. */
let own: OwnProduct;
beforeAll(async () => {
  own = await startOwnProduct();
});
afterAll(async () => {
  await own?.end();
});

const newConversation = (scenario: string) =>
  own.client.newConversation({ connectionId: own.connectionId, model: `fake/${scenario}` });
/** 325 measured on a machine with five times its load, and on that of the test itself, which sends the file. */
const boundMs = 1_000;
const quietMs = 5_000;
const prose = "Why is the sky blue, and the sun red at dusk? ";

/** The largest time between two pieces of either stream, of 50 tokens a second each, before and during `work`. */
async function gapsAround(work: () => Promise<void>): Promise<{ quiet: number; busy: number; workMs: number }> {
  const largest = { quiet: 0, busy: 0 };
  let phase: "quiet" | "busy" | "over" = "quiet";
  const follow = async () => {
    const conversationId = await newConversation("paced");
    const question = own.client.question("[[scenario:paced n=20000 rate=50]]");
    const response = await own.client.send(conversationId, question);
    let before = performance.now();
    await readUiStream(response, () => {
      const now = performance.now();
      if (phase !== "over") largest[phase] = Math.max(largest[phase], now - before);
      before = now;
      return phase === "over";
    });
    await own.client.stop(conversationId);
  };
  const following = Promise.all([follow(), follow()]);
  await wait(quietMs);
  phase = "busy";
  const began = performance.now();
  await work().finally(() => {
    phase = "over";
  });
  const workMs = performance.now() - began;
  await following;
  return { ...largest, workMs };
}

function expectSmooth(what: string, bytes: number, { quiet, busy, workMs }: Awaited<ReturnType<typeof gapsAround>>) {
  const [before, during, whole] = [quiet, busy, workMs].map((ms) => `${ms.toFixed(0)} ms`);
  console.info(`${what}, ${(bytes / 1e6).toFixed(1)} MB in ${whole}: largest gap ${before} before, ${during} during`);
  // A machine that stalls by itself says nothing about the import.
  expect(busy).toBeLessThan(Math.max(boundMs, 2 * quiet));
}

/** A file of another product's: 500 conversations of twenty messages. */
function manyConversations(): string {
  const at = (second: number) => new Date(1_760_000_000_000 + second * 1000).toISOString();
  const text = prose.repeat(110);
  const conversation = () => {
    const conversationId = randomUUID();
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const messages = ids.map((messageId, index) => ({
      ...{ messageId, parentMessageId: ids[index - 1] ?? "00000000-0000-0000-0000-000000000000", conversationId },
      ...{ isCreatedByUser: index % 2 === 0, createdAt: at(index), updatedAt: at(index), endpoint: "custom" },
      ...{ sender: index % 2 === 0 ? "User" : "Model", model: "some-model", text: `${text} ${index}` },
    }));
    return { conversationId, endpoint: "custom", title: "The sky", recursive: false, branches: true, messages };
  };
  return JSON.stringify(Array.from({ length: 500 }, conversation));
}

/** A conversation of ours whose export is nearly as large as one may be: each of its requests holds all messages before it. */
async function largeExport(): Promise<string> {
  const conversationId = await newConversation("default");
  const question = prose.repeat(3_000);
  for (let turns = 1; ; turns += 1) {
    await own.client.ask(conversationId, `${question} ${turns}`);
    if ((turns * (turns + 3) * question.length) / 2 < 57_000_000) continue;
    const exported = await own.client.request("GET", `/conversations/${conversationId}/export?format=json`);
    return exported.text();
  }
}

test("50 MB of conversations come in: no gap in what streams", { timeout: 180_000 }, async () => {
  const file = Buffer.from(manyConversations());
  expect(file.length).toBeGreaterThan(50_000_000);
  const gaps = await gapsAround(async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${own.product.url}/api/imports`, { method: "POST", body: file, headers });
    expect(response.status).toBe(200);
    const lines = (await response.text()).trimEnd().split("\n");
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ imported: 500, skipped: 0 });
  });
  expectSmooth("POST /api/imports", file.length, gaps);
});

test("the largest conversation that may come in: no gap in what streams", { timeout: 180_000 }, async () => {
  const file = Buffer.from(await largeExport());
  expect(file.length).toBeGreaterThan(50_000_000);
  expect(file.length).toBeLessThan(64_000_000);
  const gaps = await gapsAround(async () => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${own.product.url}/api/conversations/import`, {
      method: "POST",
      body: file,
      headers,
    });
    expect(response.status, await response.text()).toBe(201);
  });
  expectSmooth("POST /api/conversations/import", file.length, gaps);
});
