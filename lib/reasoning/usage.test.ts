import { expect, test } from "vitest";
import { readUsage } from "./usage";

const none = {
  inputTokens: null,
  cachedTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  reasoningTokens: null,
  cost: null,
};
const read = (usage: unknown) => readUsage(JSON.stringify(usage));

test("what is not reported is null, never 0", () => {
  for (const json of [null, "", "null", "[]", "{", '{"prompt_tokens":"9"}']) expect(readUsage(json)).toEqual(none);
  expect(read({ prompt_tokens: 0, cost: 0 })).toEqual({ ...none, inputTokens: 0, cost: "0" });
});

test("nested details, as most hosts send them", () => {
  const usage = {
    prompt_tokens: 254,
    completion_tokens: 5,
    prompt_tokens_details: { cached_tokens: 200, cache_write_tokens: 10 },
    completion_tokens_details: { reasoning_tokens: 3 },
    cost: 0.000837,
  };
  expect(read(usage)).toEqual({
    inputTokens: 254,
    cachedTokens: 200,
    cacheWriteTokens: 10,
    outputTokens: 5,
    reasoningTokens: 3,
    cost: "0.000837",
  });
});

test("other spellings", () => {
  expect(
    read({
      input_tokens: 1,
      output_tokens: 2,
      reasoning_tokens: 3,
      cache_read_input_tokens: 4,
      cache_creation_input_tokens: 5,
    }),
  ).toEqual({
    inputTokens: 1,
    outputTokens: 2,
    reasoningTokens: 3,
    cachedTokens: 4,
    cacheWriteTokens: 5,
    cost: null,
  });
  expect(read({ prompt_cache_hit_tokens: 7 }).cachedTokens).toBe(7);
  expect(read({ cached_tokens: 8 }).cachedTokens).toBe(8);
  expect(
    read({ input_tokens_details: { cached_tokens: 1 }, output_tokens_details: { reasoning_tokens: 2 } }),
  ).toMatchObject({ cachedTokens: 1, reasoningTokens: 2 });
});

test("costs keep their digits and have no exponent", () => {
  const costs: [unknown, string | null][] = [
    [1.5e-7, "0.00000015"],
    [0.0133176, "0.0133176"],
    [0.1 + 0.2, "0.30000000000000004"],
    [1e21, "1000000000000000000000"],
    [12, "12"],
    ["0.0010", "0.0010"],
    ["1e-3", "0.001"],
    ["free", null],
    [{ total_cost: 0.006 }, "0.006"],
    [null, null],
  ];
  for (const [cost, expected] of costs) expect(read({ cost }).cost).toBe(expected);
});
