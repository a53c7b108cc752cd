import fc from "fast-check";
import { expect, test } from "vitest";
import { type ProfileId, profileIds, profileOf } from "./profiles";
import { type EarlierCall, planReplay, type ReplayDecision, type ReplayTarget, replayRules } from "./replay";

const stored = '[{"type":"reasoning.text","text":"T","index":0,"signature":"s"},{"type":"new","b":1,"a":2}]';
const call: EarlierCall = {
  callId: "k",
  connectionId: "c1",
  requestedModel: "maker/m",
  ended: "mark",
  edited: false,
  hasText: true,
  hasToolCalls: false,
  field: "reasoning",
  reasoningText: "T",
  details: stored,
};
const asking: EarlierCall = { ...call, hasText: false, hasToolCalls: true };
const textOnly = { details: null } as const;

const targetOf = (profile: ProfileId, requestedModel = "maker/m"): ReplayTarget => ({
  connectionId: "c1",
  requestedModel,
  profile: profileOf(profile),
});
/** A branch as its forms, one word per call; a reason in brackets. */
const plan = (profile: ProfileId, calls: Partial<EarlierCall>[], model?: string) =>
  planReplay({ calls: calls.map((each) => ({ ...call, ...each })), target: targetOf(profile, model) });
const wordOf = ({ form, rule, value }: ReplayDecision) =>
  `${form}${value === "" ? ' ""' : ""}${rule === null ? "" : ` (${rule})`}`;
const words = (...args: Parameters<typeof plan>) => plan(...args).map(wordOf);

test("details go back unchanged on every turn, unknown kinds, key order and the empty array included", () => {
  for (const profile of ["openrouter", "practice", "openai-compatible"] as const) {
    const [first, second] = plan(profile, [call, { details: "[]", reasoningText: null }]);
    expect(JSON.stringify(first?.value)).toBe(stored);
    expect(second).toEqual({ callId: "k", form: "details", rule: null, value: [] });
  }
});

test("why details stay", () => {
  const reasons: [Partial<EarlierCall>, string][] = [
    [{ details: null }, "no_details"],
    [{ hasText: false }, "no_message"],
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
  for (const [change, rule] of reasons) expect(words("openrouter", [change])).toEqual([`none (${rule})`]);
  expect(words("openrouter", [{ ended: "finish" }])).toEqual(["details"]);
});

const toolTurn = [asking, asking, call].map((each) => ({ ...each, ...textOnly }));
const openLoop = [asking, asking].map((each) => ({ ...each, ...textOnly }));

test("an open tool loop takes its reasoning along, an answered one and plain turns do not", () => {
  const answered = ["none (loop_ended)", "none (loop_ended)", "none (plain_turn)"];
  const byProfile: [ProfileId, string][] = [
    ["vllm", "reasoning"],
    ["ollama", "reasoning"],
    ["cerebras", "reasoning"],
    ["llama-cpp", "reasoning_content"],
    ["sglang", "reasoning_content"],
    ["fireworks", "reasoning_content"],
    ["lm-studio", "reasoning"],
    ["together", "reasoning"],
    ["azure", "reasoning"],
    ["openai-compatible", "reasoning"],
  ];
  for (const [profile, form] of byProfile)
    expect(words(profile, [...toolTurn, ...openLoop])).toEqual([...answered, form, form]);
  expect(plan("vllm", openLoop)[0]).toEqual({ callId: "k", form: "reasoning", rule: null, value: "T" });
});

test("a loop that was interrupted is still open, whatever was asked after it", () => {
  const cutAnswer = { ...call, ...textOnly, ended: "cut" as const };
  expect(words("vllm", [...toolTurn, ...openLoop, cutAnswer, openLoop[0] ?? {}]).slice(3)).toEqual([
    "reasoning",
    "reasoning",
    "none (cut)",
    "reasoning",
  ]);
  // A last call that said nothing is no answer either.
  expect(words("vllm", [...openLoop, { ...call, ...textOnly, hasText: false, reasoningText: null }])).toEqual([
    "reasoning",
    "reasoning",
    "none (no_message)",
  ]);
});

test("an unknown server gets back the name it used, and details only where it sent some", () => {
  const inLoop = (change: Partial<EarlierCall>) => words("openai-compatible", [{ ...asking, ...change }])[0];
  expect(inLoop({ ...textOnly, field: "reasoning" })).toBe("reasoning");
  expect(inLoop({ ...textOnly, field: "reasoning_content" })).toBe("reasoning_content");
  expect(inLoop({ ...textOnly, field: "think" })).toBe("none (in_text)");
  expect(inLoop({ field: "reasoning" })).toBe("details");
  expect(words("openai-compatible", [{ ...textOnly, field: "reasoning" }])).toEqual(["none (plain_turn)"]);
});

test("DeepSeek wants the field on every message that called a tool, even when there is nothing to say", () => {
  expect(words("deepseek", [...toolTurn, ...openLoop])).toEqual([
    "reasoning_content",
    "reasoning_content",
    "none (plain_turn)",
    "reasoning_content",
    "reasoning_content",
  ]);
  expect(
    words("deepseek", [
      { ...asking, ...textOnly, reasoningText: null },
      { ...asking, ...textOnly, connectionId: "c2" },
      { ...asking, ...textOnly, ended: "cut" },
      { ...call, ...textOnly, reasoningText: null },
    ]),
  ).toEqual([
    'reasoning_content "" (no_details)',
    'reasoning_content "" (other_family)',
    'reasoning_content "" (cut)',
    "none (no_details)",
  ]);
});

test("servers that refuse reasoning get none", () => {
  for (const profile of ["deepseek-reasoner", "openai", "mistral"] as const)
    expect(words(profile, openLoop)).toEqual(["none (server_refuses)", "none (server_refuses)"]);
  const groq = (model: string) => words("groq", [{ ...openLoop[0], requestedModel: model }], model);
  expect(groq("openai/gpt-oss-120b")).toEqual(["reasoning"]);
  expect(groq("qwen/qwen3-32b")).toEqual(["none (server_refuses)"]);
});

test("hidden reasoning has no text to send", () => {
  expect(words("vllm", [{ ...asking, reasoningText: null }])).toEqual(["none (no_details)"]);
});

const anyCall: fc.Arbitrary<EarlierCall> = fc.record({
  callId: fc.uuid(),
  connectionId: fc.constantFrom("c1", "c2", null),
  requestedModel: fc.constantFrom("maker/m", "openai/gpt-oss-120b"),
  ended: fc.constantFrom("mark", "finish", "eof", "cut", null),
  edited: fc.boolean(),
  hasText: fc.boolean(),
  hasToolCalls: fc.boolean(),
  field: fc.constantFrom("reasoning", "reasoning_content", "reasoning_details", "think", null),
  reasoningText: fc.constantFrom("T", "", null),
  details: fc.constantFrom(stored, "[]", "{broken", null),
});

test("for any branch and profile: one decision per call, in order; nothing of another family, of an edit or of a cut call is said", () => {
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 12 }), fc.constantFrom(...profileIds), (calls, profile) => {
      const decisions = planReplay({ calls, target: targetOf(profile, "openai/gpt-oss-120b") });
      expect(decisions.map(({ callId }) => callId)).toEqual(calls.map(({ callId }) => callId));
      for (const [index, decision] of decisions.entries()) {
        const from = calls[index];
        const isSaid = decision.form === "details" || decision.value;
        if (decision.rule !== null) expect(Object.keys(replayRules)).toContain(decision.rule);
        else expect(decision.form).not.toBe("none");
        if (!isSaid) continue;
        expect(from).toMatchObject({ connectionId: "c1", requestedModel: "openai/gpt-oss-120b", edited: false });
        expect(["mark", "finish"]).toContain(from?.ended);
        if (decision.form === "details") expect(JSON.stringify(decision.value)).toBe(from?.details);
        else expect(decision.value).toBe(from?.reasoningText);
      }
    }),
  );
});

test("for any branch and a server with the tool-loop rule: what goes back comes after the last finished answer and called a tool", () => {
  fc.assert(
    fc.property(fc.array(anyCall, { maxLength: 12 }), (calls) => {
      const decisions = planReplay({ calls, target: targetOf("vllm", "openai/gpt-oss-120b") });
      const first = decisions.findIndex(({ rule }) => rule === null);
      if (first === -1) return;
      const after = calls.slice(first);
      expect(
        after.filter((each) => each.hasText && !each.hasToolCalls && /mark|finish/.test(each.ended ?? "")),
      ).toEqual([]);
      for (const [index, { rule }] of decisions.entries())
        if (rule === null) expect(calls[index]?.hasToolCalls).toBe(true);
    }),
  );
});
