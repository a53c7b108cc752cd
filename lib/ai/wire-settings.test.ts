import { expect, test } from "vitest";
import type { Settings } from "@/lib/contract/settings";
import { factsOfModel, type ProfileId, profileOf } from "@/lib/reasoning/profiles";
import type { ProfileFact } from "@/lib/reasoning/profiles-facts";
import { toWireSettings } from "./wire-settings";

interface Case {
  profile?: ProfileId;
  model?: string;
  facts?: ProfileFact[];
}
function wireOf(settings: Settings, { profile = "openai-compatible", model = "m", facts = [] }: Case = {}) {
  return toWireSettings({
    settings,
    profile: profileOf(profile, { facts: [...factsOfModel(model), ...facts] }),
    model,
    conversationId: "c",
  });
}

test("parameters go out under their names, with the session where one is known", () => {
  const settings: Settings = { temperature: 0, seed: 1, provider: { zdr: true }, stop: ["x"] };
  expect(wireOf(settings)).toEqual({ wire: settings, sent: settings, ignored: [] });
  expect(wireOf(settings, { profile: "openrouter" })).toEqual({
    wire: { ...settings, session_id: "c" },
    sent: settings,
    ignored: [],
  });
});

test("gpt-oss says the temperature it was made for, unless a person says another", () => {
  expect(wireOf({}, { model: "openai/gpt-oss-120b" }).wire).toEqual({ temperature: 1, top_p: 1 });
  expect(wireOf({ temperature: 0.5 }, { model: "gpt-oss:20b" }).sent).toEqual({ temperature: 0.5, top_p: 1 });
});

test("what the profile knows to be refused is left out and said", () => {
  expect(wireOf({ logprobs: true, provider: { zdr: true }, seed: 1 }, { profile: "groq" })).toEqual({
    wire: { seed: 1 },
    sent: { seed: 1 },
    ignored: ["logprobs", "provider"],
  });
});

test("names and usage as this server wants them", () => {
  const { wire, sent } = wireOf(
    { max_tokens: 9 },
    {
      facts: [
        { field: "renamed", value: { max_tokens: "max_completion_tokens" } },
        { field: "refused", value: ["stream_options"] },
      ],
    },
  );
  expect(sent).toEqual({ max_tokens: 9 });
  expect(JSON.stringify({ stream_options: { include_usage: true }, ...wire })).toBe('{"max_completion_tokens":9}');
});

test("tools go out as far as they can be run; without any, their companions stay too", () => {
  const companions = { tool_choice: "auto", parallel_tool_calls: false } as const;
  expect(wireOf({ tools: ["calculator", "browser"], ...companions })).toMatchObject({
    wire: { tools: [{ type: "function", function: { name: "calculator" } }], ...companions },
    sent: { tools: ["calculator"], ...companions },
    ignored: ["tools"],
  });
  expect(wireOf({ tools: ["calculator"] }).ignored).toEqual([]);
  expect(wireOf({ tools: ["browser"], ...companions })).toEqual({
    wire: {},
    sent: {},
    ignored: ["tools", "tool_choice", "parallel_tool_calls"],
  });
});
