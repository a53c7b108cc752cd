import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { startTemporaryPostgres } from "../../scripts/lib/postgres.mjs";
import { createTestDatabase } from "../../scripts/lib/test-database.mjs";
import { startFakeProvider } from "../support/fake-provider.ts";
import { startProduct } from "../support/product.ts";
import { mergeRecordings } from "../support/recordings-folder.ts";
import { canaryKeys, type Installation } from "./installation.ts";

declare module "vitest" {
  export interface ProvidedContext {
    installation: Installation;
  }
}

/**
 * One product for all files, on an external database, so that tests can look into it. It knows one fake provider under both dialects:
 * as OpenRouter and as any OpenAI-compatible server.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const recordings = mergeRecordings();
  process.env.FAKE_RECORDINGS = recordings;
  const fake = await startFakeProvider();
  const server = process.env.TEST_DATABASE_URL ? null : await startTemporaryPostgres();
  const database = await createTestDatabase(server?.urlOf("postgres"));
  const product = await startProduct({
    DATABASE_URL: database.url,
    OPENROUTER_API_KEY: canaryKeys.openrouter,
    OPENROUTER_BASE_URL: `${fake.url}/v1`,
    OPENAI_API_KEY: canaryKeys.openai,
    OPENAI_BASE_URL: `${fake.url}/v1`,
    LOG_LEVEL: "debug",
    PROVIDER_IDLE_TIMEOUT: "2",
    PROVIDER_FIRST_BYTE_TIMEOUT: "4",
  });
  project.provide("installation", {
    url: product.url,
    fakeUrl: fake.url,
    databaseUrl: database.url,
    logFile: `${product.folder}/output.log`,
  });
  return async () => {
    await product.remove();
    await fake.close();
    await database.drop();
    await server?.stop();
    rmSync(recordings, { recursive: true, force: true });
  };
}
