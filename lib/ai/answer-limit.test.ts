import { expect, test } from "vitest";
import { profileIds, profileOf } from "@/lib/reasoning/profiles";
import { answerLimit } from "./answer-limit";
import { toWireSettings } from "./wire-settings";

const prompt = (text: string) => [{ role: "user" as const, content: [{ type: "text" as const, text }] }];
const limitOf = (
  contextLength: number | null,
  text = "Hello",
  id: (typeof profileIds)[number] = "vllm",
  settings = {},
) => answerLimit({ ...profileOf(id), contextLength }, settings, prompt(text)).max_tokens;

test("half the context, at least 16,384 tokens, where that much is left", () => {
  expect(limitOf(131_072)).toBe(65_536);
  expect(limitOf(32_768)).toBe(16_384);
  expect(limitOf(20_000)).toBe(16_384);
  expect(limitOf(8192)).toBeLessThan(8192 - 1024);
  expect(limitOf(8192)).toBeGreaterThan(7000);
});

test("prompt and answer never exceed the context, even if every byte were a token", () => {
  for (const context of [2048, 4096, 8192, 32_768, 131_072])
    for (const length of [0, 100, 1000, 5000, 20_000, 60_000, 100_000, 300_000])
      for (const letter of ["a", "é", "🙂"]) {
        const text = letter.repeat(length);
        const limit = limitOf(context, text) ?? 0;
        expect(limit === 0 || limit + Buffer.byteLength(text) + 1024 <= context).toBe(true);
        if (limit > 0) expect(limit).toBeGreaterThanOrEqual(context / 4);
      }
});

test("only servers of one's own, only with a known context, and never against a person's word", () => {
  expect(profileIds.filter((id) => limitOf(131_072, "Hello", id) !== undefined)).toEqual([
    "vllm",
    "llama-cpp",
    "ollama",
    "lm-studio",
    "sglang",
  ]);
  expect(limitOf(null)).toBeUndefined();
  expect(limitOf(131_072, "Hello", "vllm", { max_tokens: 5 })).toBeUndefined();
  expect(limitOf(131_072, "Hello", "vllm", { max_completion_tokens: 5 })).toBeUndefined();
});

test("it is sent, and shown as sent; not where the server is known to refuse it", () => {
  const send = (refused: string[]) =>
    toWireSettings({
      settings: {},
      profile: { ...profileOf("vllm"), contextLength: 131_072, refused },
      model: "m",
      conversationId: "c",
      prompt: prompt("Hello"),
    });
  expect(send([])).toMatchObject({ wire: { max_tokens: 65_536 }, sent: { max_tokens: 65_536 } });
  // Nobody asked for it, so nobody misses it.
  expect(send(["max_tokens"])).toEqual({ wire: {}, sent: {}, ignored: [] });
});
