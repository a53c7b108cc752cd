import { expect, test } from "vitest";
import { planKill } from "../../e2e/support/kills/plan.ts";
import { seededRandom } from "./random.mjs";
import { slopePerMinute } from "./slope.mjs";

test("a seed repeats what is asked, and when", () => {
  const plans = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 200 }, () => planKill(random, 2000));
  };
  expect(plans(7)).toEqual(plans(7));
  expect(plans(7)).not.toEqual(plans(8));
  for (const { killMs, questions } of plans(7)) {
    expect(questions.length).toBeGreaterThanOrEqual(4);
    expect(questions.length).toBeLessThanOrEqual(8);
    expect(questions.every(({ atMs }) => atMs >= 0 && atMs <= killMs)).toBe(true);
  }
  expect(plans(7).filter(({ startKillMs }) => startKillMs !== null).length).toBeGreaterThan(10);
});

test("the growth of memory is the slope of its line", () => {
  const line = (mbPerSecond: number) =>
    Array.from({ length: 30 }, (_, s) => ({ atMs: s * 1000, mb: 200 + s * mbPerSecond }));
  expect(slopePerMinute(line(0))).toBe(0);
  expect(slopePerMinute(line(0.5))).toBeCloseTo(30);
  expect(slopePerMinute([])).toBe(0);
});
