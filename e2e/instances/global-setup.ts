import { rmSync } from "node:fs";
import type { TestProject } from "vitest/node";
import { canaryKeys, type Installation } from "../http/installation.ts";
import { startFakeProvider } from "../support/fake-provider.ts";
import { startInstances } from "../support/instances.ts";
import { mergeRecordings } from "../support/recordings-folder.ts";
import { missing } from "./missing.ts";

export interface InstancesUnderTest {
  /** what is not installed; then everything else is empty */
  missing: string[];
  urls: string[];
  launcherPids: number[];
  redisUrl: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    installation: Installation;
    instances: InstancesUnderTest;
  }
}

/** Two processes of the product behind nginx, for all files: to those of e2e/http they look like one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (missing.length > 0) {
    project.provide("installation", { url: "", fakeUrl: "", databaseUrl: "", logFile: "" });
    project.provide("instances", { missing, urls: [], launcherPids: [], redisUrl: "" });
    return async () => {};
  }
  const recordings = mergeRecordings();
  process.env.FAKE_RECORDINGS = recordings;
  const fake = await startFakeProvider();
  const instances = await startInstances({
    OPENROUTER_API_KEY: canaryKeys.openrouter,
    OPENROUTER_BASE_URL: `${fake.url}/v1`,
    OPENAI_API_KEY: canaryKeys.openai,
    OPENAI_BASE_URL: `${fake.url}/v1`,
    PROVIDER_IDLE_TIMEOUT: "60",
  });
  project.provide("installation", {
    url: instances.url,
    fakeUrl: fake.url,
    databaseUrl: instances.databaseUrl,
    logFile: `${instances.products[0]?.folder}/output.log`,
  });
  project.provide("instances", {
    missing,
    urls: instances.products.map(({ url }) => url),
    launcherPids: instances.products.map(({ pid }) => pid()),
    redisUrl: instances.redisUrl,
  });
  return async () => {
    await instances.remove();
    await fake.close();
    rmSync(recordings, { recursive: true, force: true });
  };
}
