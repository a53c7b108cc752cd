import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ownWorlds, unitTests } from "./scripts/lib/own-worlds.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const isolated = ownWorlds(here("./"));

export default defineConfig({
  oxc: { jsx: { runtime: "automatic" } },
  resolve: {
    alias: [
      { find: /^server-only$/, replacement: here("scripts/lib/empty.mjs") },
      { find: /^@\//, replacement: here("./") },
    ],
  },
  test: {
    environment: "node",
    restoreMocks: true,
    testTimeout: 15_000,
    projects: [
      { extends: true, test: { name: "parts", include: unitTests, exclude: isolated, isolate: false } },
      { extends: true, test: { name: "own worlds", include: isolated } },
    ],
  },
});
