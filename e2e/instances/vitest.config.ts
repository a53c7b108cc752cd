import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Two processes behind nginx: what only several can get wrong, and tests of one process once more through the proxy. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    environment: "node",
    include: ["e2e/instances/**/*.test.ts", "e2e/http/completion-life.test.ts", "e2e/http/turns.test.ts"],
    globalSetup: ["e2e/instances/global-setup.ts"],
    setupFiles: ["e2e/instances/skip-without.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
