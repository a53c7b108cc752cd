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

test("one form per profile", () => {
  const setting = { effort: "high", exclude: true, max_tokens: undefined } as const;
  expect(reasoningOnWire("openrouter", setting)).toEqual({ body: { reasoning: setting }, ignored: [] });
  expect(reasoningOnWire("openai-compatible", setting)).toEqual({
    body: { reasoning_effort: "high" },
    ignored: ["reasoning.exclude"],
  });
  expect(reasoningOnWire("openai-compatible", { max_tokens: 9 })).toEqual({
    body: {},
    ignored: ["reasoning.max_tokens"],
  });
  expect(reasoningOnWire("openrouter", undefined)).toEqual({ body: {}, ignored: [] });
});
