import fc from "fast-check";
import { expect, test } from "vitest";
import { effortSchema } from "../contract/settings";
import { efforts, offeredEfforts, type ReasoningSetting, reasoningOnWire } from "./effort";
import { factsOfModel, type ProfileId, profileIds, profileOf } from "./profiles";

test("the efforts are those of the contract, in the same order", () => {
  expect([...efforts]).toEqual(effortSchema.options);
});

test("what is offered: least first, never what the model refuses", () => {
  expect(offeredEfforts(null)).toEqual(["low", "medium", "high"]);
  expect(offeredEfforts({ supportedEfforts: ["high", "low"], mandatory: null })).toEqual(["low", "high"]);
  expect(offeredEfforts({ supportedEfforts: null, mandatory: true })).toEqual(efforts.slice(1));
});

const onWire = (id: ProfileId, setting: ReasoningSetting | undefined, model = "maker/m") =>
  reasoningOnWire(profileOf(id, { facts: factsOfModel(model) }), setting);

const effortWords: ProfileId[] = [
  "openai",
  "azure",
  "groq",
  "cerebras",
  "together",
  "fireworks",
  "mistral",
  "vllm",
  "llama-cpp",
  "ollama",
  "lm-studio",
  "sglang",
  "openai-compatible",
];

test("an effort in the form of each server", () => {
  for (const id of ["openrouter", "practice"] as const)
    expect(onWire(id, { effort: "high" }).wire).toEqual({ reasoning: { effort: "high" } });
  for (const id of effortWords) expect(onWire(id, { effort: "high" }).wire).toEqual({ reasoning_effort: "high" });
  expect(onWire("deepseek", { effort: "high" }).wire).toEqual({
    thinking: { type: "enabled" },
    reasoning_effort: "high",
  });
  expect(onWire("deepseek-reasoner", { effort: "high" })).toEqual({
    wire: {},
    sent: undefined,
    ignored: ["reasoning.effort"],
  });
});

test("nothing asked for sends nothing", () => {
  for (const id of profileIds)
    for (const setting of [undefined, {}, { effort: undefined }])
      expect(onWire(id, setting)).toEqual({ wire: {}, sent: undefined, ignored: [] });
});

test("what says more than an effort goes out as the object where one is read, else it is left out and said", () => {
  const setting = { effort: "high", exclude: true } as const;
  for (const id of ["openrouter", "openai-compatible"] as const)
    expect(onWire(id, setting)).toEqual({ wire: { reasoning: setting }, sent: setting, ignored: [] });
  for (const id of ["vllm", "cerebras"] as const)
    expect(onWire(id, setting)).toEqual({
      wire: { reasoning_effort: "high" },
      sent: { effort: "high" },
      ignored: ["reasoning.exclude"],
    });
  expect(onWire("cerebras", { max_tokens: 9 })).toEqual({
    wire: {},
    sent: undefined,
    ignored: ["reasoning.max_tokens"],
  });
});

test("off, in each form", () => {
  expect(onWire("openrouter", { enabled: false }).wire).toEqual({ reasoning: { enabled: false } });
  expect(onWire("vllm", { enabled: false })).toEqual({
    wire: { reasoning_effort: "none" },
    sent: { effort: "none" },
    ignored: [],
  });
  expect(onWire("deepseek", { effort: "none" }).wire).toEqual({ thinking: { type: "disabled" } });
  expect(onWire("deepseek", { enabled: true }).wire).toEqual({ thinking: { type: "enabled" } });
});

test("what cannot be switched off is not asked to be", () => {
  for (const id of [...effortWords, "openrouter", "practice"] as const) {
    for (const setting of [{ effort: "none" }, { enabled: false }] as const) {
      const { wire, ignored } = onWire(id, setting, "openai/gpt-oss-120b");
      expect({ wire, ignored }).toEqual({ wire: {}, ignored: [`reasoning.${Object.keys(setting)[0]}`] });
    }
  }
});

test("a word the model does not know goes out as the nearest, and that is what was sent", () => {
  const gptOss = (id: ProfileId, effort: (typeof efforts)[number]) =>
    onWire(id, { effort }, "gpt-oss:20b").sent?.effort;
  expect(gptOss("vllm", "minimal")).toBe("low");
  expect(gptOss("ollama", "max")).toBe("high");
  expect(gptOss("openrouter", "xhigh")).toBe("xhigh");
  expect(onWire("deepseek", { effort: "medium" }).sent).toEqual({ effort: "high" });
  expect(onWire("deepseek", { effort: "minimal" }).sent).toEqual({ effort: "low" });
  expect(onWire("openai", { effort: "max" }).wire).toEqual({ reasoning_effort: "xhigh" });
});

const anySetting: fc.Arbitrary<ReasoningSetting> = fc.record(
  {
    effort: fc.constantFrom(...efforts),
    max_tokens: fc.integer({ min: 1, max: 9000 }),
    exclude: fc.boolean(),
    enabled: fc.boolean(),
    summary: fc.constantFrom("auto", "concise", "detailed"),
  },
  { requiredKeys: [] },
);

test("for any setting: never two forms, and every name is either sent or said to be ignored", () => {
  fc.assert(
    fc.property(
      anySetting,
      fc.constantFrom(...profileIds),
      fc.constantFrom("m", "gpt-oss:20b"),
      (setting, id, model) => {
        const { wire, sent, ignored } = onWire(id, setting, model);
        expect("reasoning" in wire && ("reasoning_effort" in wire || "thinking" in wire)).toBe(false);
        for (const name of Object.keys(setting)) {
          const isSaid = name in (sent ?? {}) || (name === "enabled" && sent?.effort !== undefined);
          expect([name, isSaid || ignored.includes(`reasoning.${name}`)]).toEqual([name, true]);
        }
      },
    ),
  );
});
