import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { missing } from "./missing.ts";

/** Those of one process that have to pass through the proxy, too; their set-up needs a product, so without one they are left out. */
const throughNginx = ["e2e/http/completion-life.test.ts", "e2e/http/turns.test.ts"];

/** Two processes behind nginx: what only several can get wrong, and tests of one process once more through the proxy. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    environment: "node",
    include: ["e2e/instances/**/*.test.ts", ...(missing.length === 0 ? throughNginx : [])],
    globalSetup: ["e2e/instances/global-setup.ts"],
    setupFiles: ["e2e/instances/skip-without.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
  },
});
