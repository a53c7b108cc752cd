import { expect, test } from "vitest";
import { effortSchema } from "../contract/settings";
import { effortLabel, efforts, offeredEfforts, reasoningOnWire } from "./effort";

test("the efforts are those of the contract, in the same order", () => {
  expect([...efforts]).toEqual(effortSchema.options);
});

test("labels are the words of the wire", () => {
  expect([effortLabel("xhigh"), effortLabel(null)]).toEqual(["xhigh", "default"]);
});

test("what is offered: least first, never what the model refuses", () => {
  expect(offeredEfforts(null)).toEqual(["low", "medium", "high"]);
  expect(offeredEfforts({ supportedEfforts: ["high", "low"], mandatory: null })).toEqual(["low", "high"]);
  expect(offeredEfforts({ supportedEfforts: null, mandatory: true })).toEqual(efforts.slice(1));
});

test("one form per profile, and nothing asked for is dropped", () => {
  const setting = { effort: "high", exclude: true } as const;
  expect(reasoningOnWire("openrouter", { effort: "high" })).toEqual({ reasoning: { effort: "high" } });
  expect(reasoningOnWire("openrouter", setting)).toEqual({ reasoning: setting });
  expect(reasoningOnWire("openai-compatible", { effort: "high" })).toEqual({ reasoning_effort: "high" });
  expect(reasoningOnWire("openai-compatible", setting)).toEqual({ reasoning: setting });
  expect(reasoningOnWire("openai-compatible", { max_tokens: 9 })).toEqual({ reasoning: { max_tokens: 9 } });
  expect(reasoningOnWire("openrouter", undefined)).toEqual({});
  expect(reasoningOnWire("openai-compatible", {})).toEqual({});
});
