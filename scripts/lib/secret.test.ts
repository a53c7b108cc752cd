import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { appSecret } from "./secret.mjs";

const folder = mkdtempSync(join(tmpdir(), "verbatim-secret-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("several processes never make a secret each: one is set for all, or lies there already", () => {
  const redis = { REDIS_URL: "redis://localhost" };
  expect(() => appSecret(folder, redis)).toThrow(/one APP_SECRET for all/);
  expect(appSecret(folder, { ...redis, APP_SECRET: "given" })).toBe("given");
  writeFileSync(join(folder, "secret"), `${"x".repeat(40)}\n`);
  expect(appSecret(folder, redis)).toBe("x".repeat(40));
});
