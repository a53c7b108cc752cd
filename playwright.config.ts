import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { fakePort } from "./e2e/support/fake-address";
import { chromiumArgs } from "./scripts/lib/chromium.mjs";

const port = Number(process.env.E2E_PORT ?? 4800);
const baseURL = `http://127.0.0.1:${port}`;

/** A fresh data directory for each run. Workers read this file too, and inherit the name. */
function dataDir(): string {
  if (!process.env.E2E_DATA_DIR) {
    const folder = mkdtempSync(join(tmpdir(), "verbatim-e2e-"));
    chmodSync(folder, 0o711);
    process.env.E2E_DATA_DIR = join(folder, "data");
  }
  return process.env.E2E_DATA_DIR;
}

const gracefulShutdown = { signal: "SIGINT", timeout: 8000 } as const;

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  workers: 1,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL,
    browserName: "chromium",
    screenshot: "only-on-failure",
    // Recording costs time in every journey and is looked at in few: TRACE=1 npm test -- e2e <filter>
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: chromiumArgs,
    },
  },
  webServer: [
    {
      name: "provider",
      command: "node e2e/support/fake-provider.ts",
      url: `http://127.0.0.1:${fakePort}/health`,
      env: { FAKE_PORT: String(fakePort) },
      gracefulShutdown,
      reuseExistingServer: false,
    },
    {
      name: "product",
      command: "node scripts/app.mjs start",
      url: `${baseURL}/api/health/ready`,
      timeout: 180_000,
      stdout: "pipe",
      // Empty = not set, and still wins over a developer's own .env: no test may reach a real provider.
      env: {
        PORT: String(port),
        HOST: "127.0.0.1",
        DATA_DIR: dataDir(),
        DATABASE_URL: "",
        REDIS_URL: "",
        APP_URL: "",
        APP_SECRET: "",
        AUTH_MODE: "solo",
        DEFAULT_MODEL: "",
        // What still streams at the end is nobody's concern.
        DRAIN_SECONDS: "0",
        OPENROUTER_API_KEY: "",
        OPENAI_BASE_URL: `http://127.0.0.1:${fakePort}/v1`,
        OPENAI_API_KEY: "test-key-0000",
      },
      gracefulShutdown,
      reuseExistingServer: false,
    },
  ],
});
