import { expect, test } from "vitest";
import { isSameSet } from "./install.mjs";

const locked = {
  "": { version: "1.0.0" },
  "node_modules/next": { version: "16.4.5", integrity: "sha512-a" },
  "node_modules/@next/swc-darwin-arm64": { version: "16.4.5", integrity: "sha512-b", optional: true },
};

test("the locked set without the packages of other platforms is installed", () => {
  expect(isSameSet(locked, { "node_modules/next": { version: "16.4.5", integrity: "sha512-a" } })).toBe(true);
});

test.each([
  ["a missing package", {}],
  ["another version", { "node_modules/next": { version: "16.4.4", integrity: "sha512-a" } }],
  ["another content", { "node_modules/next": { version: "16.4.5", integrity: "sha512-c" } }],
  [
    "one too many",
    { "node_modules/next": { version: "16.4.5", integrity: "sha512-a" }, "node_modules/left": { version: "1.0.0" } },
  ],
])("%s is not the locked set", (_title, installed) => {
  expect(isSameSet(locked, installed)).toBe(false);
});
