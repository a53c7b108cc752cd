import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import { bytesOf, type FakeAnswer } from "./answer.ts";
import type { JournalEntry } from "./journal.ts";

/** Only so much of an answer is kept for checking later requests. */
const keptBytes = 4_000_000;

/**
 * Plays an answer and returns the bytes it sent when it came to its proper end, else null. Due times count from the start, so that
 * n tokens at r per second take n/r seconds, however coarse the timers are. Every step is its own write, and with Nagle's algorithm
 * off nearly always its own packet.
 */
export async function play(answer: FakeAnswer, response: ServerResponse, entry: JournalEntry): Promise<Buffer | null> {
  const gone = new AbortController();
  let isOver = false;
  response.socket?.setNoDelay(true);
  response.on("close", () => {
    if (!isOver) entry.abortedAt = Date.now();
    gone.abort();
  });
  response.on("error", () => gone.abort());

  const sendHeaders = () => {
    if (response.headersSent) return;
    response.writeHead(answer.status, answer.headers);
    entry.status = answer.status;
  };
  const kept: Uint8Array[] = [];
  let size = 0;
  let flushed = Promise.resolve();
  let dueMs = performance.now();
  for (const step of answer.steps) {
    if ("delayMs" in step) {
      dueMs += step.delayMs;
      const restMs = dueMs - performance.now();
      if (restMs > 0) await wait(restMs, undefined, { signal: gone.signal }).catch(() => {});
    }
    if ("until" in step) {
      await Promise.race([step.until, aborted(gone.signal)]);
      dueMs = performance.now();
    }
    if (gone.signal.aborted) return null;
    if ("flush" in step) {
      sendHeaders();
      response.flushHeaders();
    }
    const bytes = bytesOf(step);
    if (!bytes) continue;
    sendHeaders();
    entry.firstByteAt ??= Date.now();
    if (size < keptBytes) kept.push(bytes);
    size += bytes.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    flushed = promise;
    const hasRoom = response.write(bytes, () => resolve());
    if (hasRoom) await nextTurn();
    else await drained(response, gone.signal);
    if (gone.signal.aborted) return null;
  }

  if (answer.end === "hang") return null;
  isOver = true;
  entry.endedAt = Date.now();
  sendHeaders();
  // What is broken off after these words has sent them.
  if (answer.end === "destroy") await Promise.race([flushed, aborted(gone.signal)]);
  if (answer.end === "reset") response.socket?.resetAndDestroy();
  if (answer.end === "destroy" || answer.end === "reset") {
    response.destroy();
    return null;
  }
  response.end();
  return Buffer.concat(kept);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function drained(response: ServerResponse, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    gone.addEventListener("abort", () => resolve(), { once: true });
  });
}
