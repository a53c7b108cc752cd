import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashOf, stampAt } from "./stamps.mjs";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "verbatim-stamps-"));
  mkdirSync(join(folder, "app"));
  writeFileSync(join(folder, "app/page.tsx"), "one");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hash = () => hashOf(folder, ["app", "proxy.ts"]);

test("a changed content, a new name and a file that was absent change the hash", () => {
  const before = hash();
  expect(hash()).toBe(before);
  writeFileSync(join(folder, "app/page.tsx"), "two");
  const changed = hash();
  writeFileSync(join(folder, "app/layout.tsx"), "");
  const added = hash();
  writeFileSync(join(folder, "proxy.ts"), "");
  expect(new Set([before, changed, added, hash()]).size).toBe(4);
});

test("content cannot pass from one file to the next unnoticed", () => {
  writeFileSync(join(folder, "app/a"), "xy");
  writeFileSync(join(folder, "app/b"), "z");
  const before = hash();
  writeFileSync(join(folder, "app/a"), "x");
  writeFileSync(join(folder, "app/b"), "yz");
  expect(hash()).not.toBe(before);
});

test("tests and fixtures do not end up in a build, so they do not change the hash", () => {
  const before = hash();
  mkdirSync(join(folder, "app/__fixtures__"));
  writeFileSync(join(folder, "app/__fixtures__/stream.sse"), "data");
  writeFileSync(join(folder, "app/page.test.ts"), "test");
  expect(hash()).toBe(before);
});

test("a stamp matches what it was written for, and nothing once cleared", () => {
  const stamp = stampAt(join(folder, "deep/stamp"));
  expect(stamp.matches("a")).toBe(false);
  stamp.write("a");
  expect([stamp.matches("a"), stamp.matches("b")]).toEqual([true, false]);
  stamp.clear();
  expect(stamp.matches("a")).toBe(false);
});
