import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { OwnerEvent } from "@/lib/contract/events";
import { endOwnerFeeds, followOwner, tellOwner } from "./owner-feed";

const changed = (): OwnerEvent => ({ type: "conversation-changed", conversationId: randomUUID() });
const running: OwnerEvent = { type: "running", answers: [] };
const frameOf = (event: OwnerEvent) => `data: ${JSON.stringify(event)}\n\n`;

async function take(stream: ReadableStream<Uint8Array>, count: number): Promise<string[]> {
  const reader = stream.getReader();
  const frames: string[] = [];
  while (frames.length < count) {
    const { value, done } = await reader.read();
    if (done) return [...frames, "end"];
    frames.push(Buffer.from(value).toString());
  }
  await reader.cancel();
  return frames;
}

test("what changes while the first event is made comes after it; other people's changes never", async () => {
  const events = [changed(), changed(), changed()];
  let ready = () => {};
  const prepared = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const stream = followOwner("ann", async () => {
    await prepared;
    return running;
  });
  const taken = take(stream, 4);
  for (const event of events.slice(0, 2)) tellOwner("ann", event);
  tellOwner("eve", changed());
  ready();
  await prepared;
  await new Promise(setImmediate);
  for (const event of events.slice(2)) tellOwner("ann", event);
  expect(await taken).toEqual([running, ...events].map(frameOf));
});

test("one that reads nothing is let go when it lies too far behind, and costs nothing more", async () => {
  const stream = followOwner("ann", async () => running);
  await new Promise(setImmediate);
  for (let index = 0; index < 1000; index += 1) tellOwner("ann", changed());
  const frames = await take(stream, 1000);
  expect(frames.at(-1)).toBe("end");
  expect(frames.length).toBeLessThan(300);
});

test("a first event that cannot be made fails the stream, and nothing stays behind", async () => {
  const stream = followOwner("ann", () => Promise.reject(new Error("database away")));
  await expect(take(stream, 1)).rejects.toThrow("database away");
  tellOwner("ann", changed());
});

test("the end of the process ends every feed", async () => {
  const streams = ["ann", "eve"].map((userId) => followOwner(userId, async () => running));
  await new Promise(setImmediate);
  endOwnerFeeds();
  for (const stream of streams) expect(await take(stream, 2)).toEqual([frameOf(running), "end"]);
});
