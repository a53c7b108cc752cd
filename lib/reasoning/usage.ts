import { isObject, type JsonObject, parseJson } from "./json";

/** Tokens and money as reported; null = not reported, never 0. */
export interface UsageFigures {
  inputTokens: number | null;
  /** part of the input that was read from a cache */
  cachedTokens: number | null;
  /** part of the input that was written to a cache */
  cacheWriteTokens: number | null;
  /** includes reasoning where the host counts it so */
  outputTokens: number | null;
  reasoningTokens: number | null;
  /** US dollars as a decimal string with the digits of the report, without exponent */
  cost: string | null;
}

function countOf(...values: unknown[]): number | null {
  for (const value of values) {
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return Math.trunc(value);
  }
  return null;
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** "1.5e-7" → "0.00000015": a decimal column and people both read it, and no digit is rounded. */
function withoutExponent(text: string): string | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits + "0".repeat(point - digits.length);
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function costOf(value: unknown): string | null {
  if (typeof value === "number") return withoutExponent(String(value));
  if (typeof value === "string") return withoutExponent(value);
  return isObject(value) ? costOf(value.total_cost) : null;
}

/**
 * Reads usage under all the spellings hosts have for it: `prompt_`/`input_` and `completion_`/`output_tokens`, details nested or flat,
 * cache figures in the words of DeepSeek, Moonshot and Anthropic. No figure is made from another: reasoning tokens can be 0 although
 * text came, and can exceed the output tokens.
 */
export function readUsage(json: string | null): UsageFigures {
  const usage = objectOf(json === null ? null : parseJson(json));
  const input = objectOf(usage.prompt_tokens_details ?? usage.input_tokens_details);
  const output = objectOf(usage.completion_tokens_details ?? usage.output_tokens_details);
  return {
    inputTokens: countOf(usage.prompt_tokens, usage.input_tokens),
    cachedTokens: countOf(
      input.cached_tokens,
      usage.cached_tokens,
      usage.prompt_cache_hit_tokens,
      usage.cache_read_input_tokens,
    ),
    cacheWriteTokens: countOf(input.cache_write_tokens, input.cache_creation_tokens, usage.cache_creation_input_tokens),
    outputTokens: countOf(usage.completion_tokens, usage.output_tokens),
    reasoningTokens: countOf(output.reasoning_tokens, usage.reasoning_tokens),
    cost: costOf(usage.cost),
  };
}
