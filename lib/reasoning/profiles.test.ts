import { expect, test } from "vitest";
import { factsOfModel, factsOfOverrides, isGptOss, profileIds, profileOf, withFact } from "./profiles";
import { factText, type ProfileFact, profileFactSchema, readFacts } from "./profiles-facts";

test("each shipped profile, in one line", () => {
  const rows = profileIds.map((id) => {
    const { name, effort, replay, unknownFields, refused } = profileOf(id);
    const back = replay.form === "none" ? "nothing back" : `${replay.form} ${replay.when}`;
    const more = [
      effort.supported ? effort.supported.join("/") : "",
      replay.emptyWhenMissing ? "empty too" : "",
      replay.models === "all" ? "" : replay.models,
      unknownFields === "refused" ? "strict" : "",
      ...refused,
    ].filter(Boolean);
    return [name, effort.form, back, ...more].join(", ");
  });
  expect(rows).toEqual([
    "OpenRouter, reasoning, details always",
    "OpenAI, reasoning_effort, nothing back, strict",
    "Azure, reasoning_effort, as_received tool_loop, strict",
    "DeepSeek, thinking_and_effort, reasoning_content tool_calls, none/low/high/max, empty too",
    "DeepSeek, earlier reasoner, none, nothing back, logprobs, top_logprobs",
    "Groq, reasoning_effort, reasoning tool_loop, gpt-oss, strict, logprobs, top_logprobs, logit_bias",
    "Cerebras, reasoning_effort, reasoning tool_loop, strict",
    "Together, reasoning_effort, as_received tool_loop",
    "Fireworks, reasoning_effort, reasoning_content tool_loop",
    "Mistral, reasoning_effort, nothing back, strict",
    "vLLM, reasoning_effort, reasoning tool_loop",
    "llama.cpp, reasoning_effort, reasoning_content tool_loop",
    "Ollama, reasoning_effort, reasoning tool_loop",
    "LM Studio, reasoning_effort, as_received tool_loop",
    "SGLang, reasoning_effort, reasoning_content tool_loop",
    "OpenAI-compatible server, reasoning_effort, as_received tool_loop",
    "Practice model, reasoning, details always",
  ]);
});

test("an id nobody knows is an unknown server", () => {
  expect(profileOf("a-later-version")).toEqual(profileOf("openai-compatible"));
});

const facts: ProfileFact[] = [
  { field: "effort_form", value: "none" },
  { field: "supported_efforts", value: ["low", "high"] },
  { field: "mandatory", value: true },
  { field: "replay_form", value: "none" },
  { field: "replay_when", value: "always" },
  { field: "replay_empty", value: true },
  { field: "unknown_fields", value: "refused" },
  { field: "refused", value: ["seed"] },
  { field: "renamed", value: { max_tokens: "max_completion_tokens" } },
];

test("facts change the profile, later ones win, what a person has set stays", () => {
  const profile = profileOf("vllm", { facts });
  expect(profile).toMatchObject({
    effort: { form: "none", supported: ["low", "high"] },
    mandatory: true,
    replay: { form: "none", when: "always", emptyWhenMissing: true },
    unknownFields: "refused",
    refused: ["seed"],
    renamed: { max_tokens: "max_completion_tokens" },
  });
  const manual = factsOfOverrides({
    effort: "reasoning",
    replay: "reasoning",
    replayWhen: "tool_calls",
    replayEmpty: false,
    unknownFields: "ignored",
  });
  const chosen = profileOf("vllm", { facts, manual });
  expect(chosen).toMatchObject({
    effort: { form: "reasoning" },
    replay: { form: "reasoning", when: "tool_calls", emptyWhenMissing: false },
    unknownFields: "ignored",
    mandatory: true,
  });
  expect(withFact(chosen, { field: "replay_form", value: "none" })).toBe(chosen);
  expect(withFact(profileOf("groq"), { field: "refused", value: ["seed", "logprobs"] }).refused).toEqual([
    "logprobs",
    "top_logprobs",
    "logit_bias",
    "seed",
  ]);
});

test("facts survive being stored, foreign rows are passed over", () => {
  const rows = facts.map(({ field, value }) => ({ field: String(field), value: JSON.parse(JSON.stringify(value)) }));
  expect(readFacts([...rows, { field: "context_length", value: 8192 }, { field: "mandatory", value: "yes" }])).toEqual(
    facts,
  );
  for (const fact of facts) expect(factText(profileFactSchema.parse(fact))).toMatch(/^[A-Z]/);
});

test("gpt-oss is known by its name under any prefix", () => {
  for (const name of ["openai/gpt-oss-120b", "gpt-oss:20b", "unsloth/gpt-oss-20b-GGUF", "openai/gpt-oss-120b:free"])
    expect([name, isGptOss(name)]).toEqual([name, true]);
  expect(factsOfModel("maker/not-gpt-ossified")).toEqual([]);
});
