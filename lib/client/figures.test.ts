import { describe, expect, it } from "vitest";
import { clock, cost, count, moment, seconds, tokens } from "./figures";

describe("count", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1,000"],
    [131_072, "131,072"],
    [1_234_567.5, "1,234,568"],
  ])("%d is %s", (value, text) => {
    expect(count(value)).toBe(text);
    expect(new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 }).format(value)).toBe(text);
  });
});

describe("clock", () => {
  it("has two digits for each, from 00:00 to 23:59", () => {
    expect(clock(new Date(2026, 0, 5, 9, 5))).toBe("09:05");
    expect(clock(new Date(2026, 0, 5))).toBe("00:00");
    expect(clock(new Date(2026, 0, 5, 23, 59, 59))).toBe("23:59");
  });
});

describe("moment", () => {
  const now = new Date(2026, 10, 23, 12, 0);
  it.each([
    [new Date(2026, 10, 23, 9, 5), "09:05"],
    [new Date(2026, 10, 22, 23, 59), "22 Nov 23:59"],
    [new Date(2025, 9, 14, 6, 13), "14 Oct 2025 06:13"],
  ])("%s is %s", (date, text) => {
    expect(moment(date, now)).toBe(text);
  });
});

describe("figures that are not known, or very small", () => {
  it("never become zero", () => {
    expect([tokens(null), tokens(1), tokens(2500)]).toEqual(["not reported", "1 token", "2,500 tokens"]);
    expect([cost(null), cost("0"), cost("0.0000001"), cost("0.000123"), cost("0.5")]).toEqual([
      ...["not reported", "$0", "$0.0000001", "$0.000123", "$0.5000"],
    ]);
    expect([seconds(2), seconds(80), seconds(4230), seconds(83_000), seconds(200_000)]).toEqual([
      ...["<0.01 s", "0.08 s", "4.2 s", "83 s", "3 min 20 s"],
    ]);
  });
});
