import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { grantFor, isGranted, type PublicShare } from "./open-share";

const share = { id: "01a20000-0000-7000-8000-000000000001", passphraseHash: "salt.key" } as PublicShare;

beforeEach(() => {
  vi.stubEnv("DATABASE_URL", "postgresql://localhost/none");
  vi.stubEnv("APP_SECRET", "a secret of the tests, 32 characters or more");
  vi.useFakeTimers({ now: 1_790_000_000_000, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

test("a grant opens its share for 15 minutes, and no longer than its passphrase is the same", () => {
  const grant = grantFor(share);
  vi.setSystemTime(Date.now() + 15 * 60_000 - 1);
  expect(isGranted(share, grant)).toBe(true);
  expect(isGranted({ ...share, passphraseHash: "salt.other" }, grant)).toBe(false);
  expect(isGranted({ ...share, id: "01a20000-0000-7000-8000-000000000002" }, grant)).toBe(false);
  expect(isGranted(share, `${grant.slice(0, -2)}xx`)).toBe(false);
  expect(isGranted(share, null)).toBe(false);
  vi.setSystemTime(Date.now() + 1);
  expect(isGranted(share, grant)).toBe(false);
});
