import { expect, test, vi } from "vitest";
import { createCompletionLog } from "./completion-log";

const frame = (index: number) => `data: {"type":"text-delta","id":"text-0","delta":"token ${index} ✓"}\n\n`;
const frames = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => frame(from + index)).join("");
const textOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

/** More than a few blocks. */
const many = 10_000;

test("a reader gets every frame once, whatever it skips and whenever it comes", async () => {
  const log = createCompletionLog();
  const early = [0, 1, 700, many + 5].map((after) => ({ after, text: textOf(log.follow(after)) }));
  for (let index = 0; index < many; index += 1) {
    log.append(frame(index));
    if (index % 1000 === 0) await new Promise(setImmediate);
  }
  const middle = [0, 1, 2, 999, 1000, 1001, 5000, many - 1, many, many + 5].map((after) => ({
    after,
    text: textOf(log.follow(after)),
  }));
  for (let index = many; index < many + 10; index += 1) log.append(frame(index));
  log.end();
  const late = [0, 4321, many + 9, many + 10, many + 11].map((after) => ({ after, text: textOf(log.follow(after)) }));
  for (const { after, text } of [...early, ...middle, ...late]) expect(await text).toBe(frames(after, many + 10));
});

test("a reader that does not read keeps nobody waiting, and gets everything when it does", async () => {
  const log = createCompletionLog();
  const slow = log.follow().getReader();
  const fast = textOf(log.follow());
  for (let index = 0; index < many; index += 1) log.append(frame(index));
  log.end();
  expect(await fast).toBe(frames(0, many));
  const pieces: Uint8Array[] = [];
  for (let piece = await slow.read(); !piece.done; piece = await slow.read()) pieces.push(piece.value);
  expect(Buffer.concat(pieces).toString()).toBe(frames(0, many));
  // what piled up went out in large pieces
  expect(pieces.length).toBeLessThan(200);
});

test("older frames are kept once: ten readers that stand still share their bytes", async () => {
  const log = createCompletionLog();
  for (let index = 0; index < many; index += 1) log.append(frame(index));
  const first = await Promise.all(
    Array.from({ length: 10 }, async () => (await log.follow().getReader().read()).value),
  );
  expect(new Set(first.map((bytes) => bytes?.buffer)).size).toBe(1);
});

test("a quiet stream beats every 15 seconds, and a beat is no frame", async () => {
  vi.useFakeTimers();
  try {
    const log = createCompletionLog();
    const reader = log.follow().getReader();
    const first = reader.read();
    vi.advanceTimersByTime(16_000);
    expect(Buffer.from((await first).value ?? []).toString()).toBe(": keep-alive\n\n");
    log.append(frame(0));
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe(frame(0));
    await reader.cancel();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
