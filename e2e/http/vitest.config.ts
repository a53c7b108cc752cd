import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { ownProducts } from "./own-products.ts";

/** Tests of the built product over HTTP: one product for all files, so one file after the other. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    environment: "node",
    include: ["e2e/http/**/*.test.ts"],
    exclude: ownProducts,
    globalSetup: ["e2e/http/global-setup.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 300_000,
    teardownTimeout: 30_000,
  },
});
