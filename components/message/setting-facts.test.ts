import { expect, test } from "vitest";
import { settingFacts } from "./setting-facts";

test("settings read as names and values", () => {
  const settings = {
    reasoning: { effort: "high" },
    tools: ["calculator", "current_time"],
    temperature: 0.3,
    logprobs: false,
    provider: { order: ["a", "b"], allow_fallbacks: false, max_price: { prompt: 1 } },
    plugins: [{ id: "web" }],
    web_search_options: {},
    seed: undefined,
  };
  expect(settingFacts(settings)).toEqual([
    ["reasoning.effort", "high"],
    ["tools", "calculator, current_time"],
    ["temperature", "0.3"],
    ["logprobs", "false"],
    ["provider.order", "a, b"],
    ["provider.allow_fallbacks", "false"],
    ["provider.max_price.prompt", "1"],
    ["plugins", '[{"id":"web"}]'],
    ["web_search_options", "{}"],
  ]);
});

test("none are none, and a megabyte is shown by its beginning", () => {
  expect(settingFacts({})).toEqual([]);
  const [fact] = settingFacts({ prediction: { type: "content", content: "x".repeat(1e6) } }).slice(1);
  expect(fact).toEqual(["prediction.content", `${"x".repeat(200)}…`]);
});
