import { expect, test } from "vitest";
import { type EarlierCall, planReplay, type ReplayTarget } from "./replay";

const target: ReplayTarget = { connectionId: "c1", requestedModel: "maker/m", profile: "openrouter" };
const stored = '[{"type":"reasoning.text","text":"T","index":0,"signature":"s"},{"type":"new","b":1,"a":2}]';
const call: EarlierCall = {
  callId: "k",
  connectionId: "c1",
  requestedModel: "maker/m",
  ended: "mark",
  edited: false,
  details: stored,
};
const decide = (change: Partial<EarlierCall>, to: Partial<ReplayTarget> = {}) =>
  planReplay({ calls: [{ ...call, ...change }], target: { ...target, ...to } })[0];

test("details go back unchanged, unknown kinds and key order included, for both profiles", () => {
  for (const profile of ["openrouter", "openai-compatible"] as const) {
    const decision = decide({}, { profile });
    expect(decision).toMatchObject({ callId: "k", form: "details", rule: null });
    expect(JSON.stringify(decision?.details)).toBe(stored);
  }
});

test("an empty array is a value that goes back", () => {
  expect(decide({ details: "[]" })).toMatchObject({ form: "details", details: [] });
});

test("why details stay", () => {
  const reasons: [Partial<EarlierCall>, string][] = [
    [{ details: null }, "no_details"],
    [{ edited: true }, "edited"],
    [{ connectionId: "c2" }, "other_family"],
    [{ connectionId: null }, "other_family"],
    [{ requestedModel: "maker/other" }, "other_family"],
    [{ ended: "cut" }, "cut"],
    [{ ended: "eof" }, "cut"],
    [{ ended: null }, "cut"],
    [{ details: "{broken" }, "unreadable"],
    [{ details: "null" }, "unreadable"],
  ];
  for (const [change, rule] of reasons)
    expect(decide(change)).toEqual({ callId: "k", form: "none", rule, details: null });
  expect(decide({ ended: "finish" })).toMatchObject({ form: "details" });
});

test("every call is decided by itself, in order", () => {
  const calls = [call, { ...call, callId: "l", ended: "cut" as const }, { ...call, callId: "m" }];
  expect(planReplay({ calls, target }).map(({ callId, form }) => `${callId} ${form}`)).toEqual([
    "k details",
    "l none",
    "m details",
  ]);
});
