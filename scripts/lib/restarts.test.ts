import { expect, test } from "vitest";
import { restartBudget } from "./restarts.mjs";

test("a crash is mended, a crash loop is not", () => {
  let now = 0;
  const mayRestart = restartBudget({ times: 2, withinMs: 1000, now: () => now });
  expect([mayRestart(), mayRestart(), mayRestart()]).toEqual([true, true, false]);
  now = 1000;
  expect(mayRestart()).toBe(true);
});
