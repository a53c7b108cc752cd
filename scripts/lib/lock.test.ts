import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryLock } from "./lock.mjs";

let folder = "";
let file = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verbatim-lock-"));
  file = join(folder, "launcher.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take() {
  const result = tryLock(file, { url: "http://localhost:3000" });
  if (!("release" in result)) throw new Error("the lock is held");
  return result;
}

test("the second one learns who has it, and gets it once it is released", () => {
  const lock = take();
  expect(tryLock(file)).toMatchObject({ holder: { pid: process.pid, details: { url: "http://localhost:3000" } } });
  lock.release();
  expect(existsSync(file)).toBe(false);
  const next = take();
  expect(next.tookOver).toBe(false);
  next.release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ["a dead process", (mine: object) => ({ ...mine, pid: 2 ** 22 - 1 })],
  ["a process that has the number of a dead one", (mine: object) => ({ ...mine, start: "1" })],
])("the lock of %s is taken over", (_title, change) => {
  const lock = take();
  const mine: object = JSON.parse(readFileSync(file, "utf8"));
  lock.release();
  writeFileSync(file, JSON.stringify(change(mine)));
  const next = take();
  expect(next.tookOver).toBe(true);
  next.release();
});

test("a lock cut off while it was written is taken over", () => {
  writeFileSync(file, '{"pid":');
  take().release();
});

test("a holder in another container counts as alive while it gives signs of life", () => {
  writeFileSync(file, JSON.stringify({ pid: 1, start: "1", namespace: "elsewhere", details: {} }));
  expect(tryLock(file)).toMatchObject({ holder: { namespace: "elsewhere" } });
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  take().release();
});
