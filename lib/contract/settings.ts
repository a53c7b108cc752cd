import { z } from "zod";
import { isStorable, notStorable, wordSchema } from "./storable";

/**
 * Parameters of a completion, under the names the model page and the wire use. Absent means not sent.
 * Levels are merged per top-level key (installation → conversation → message); `reasoning` and `provider` are replaced whole.
 * Ranges: OpenRouter's published parameters.
 */
export const effortSchema = z.enum(["none", "minimal", "low", "medium", "high", "xhigh", "max"]);
export type Effort = z.infer<typeof effortSchema>;

export const reasoningSettingSchema = z
  .strictObject({
    effort: effortSchema,
    max_tokens: z.int().min(1).max(1_000_000),
    exclude: z.boolean(),
    enabled: z.boolean(),
    summary: z.enum(["auto", "concise", "detailed"]),
  })
  .partial();

const perMillion = z.union([z.string().max(32), z.number()]);
const percentile = z.union([
  z.number(),
  z.strictObject({ p50: z.number(), p75: z.number(), p90: z.number(), p99: z.number() }).partial(),
]);

export const providerSettingSchema = z
  .strictObject({
    order: z.array(z.string().max(128)).max(64),
    only: z.array(z.string().max(128)).max(64),
    ignore: z.array(z.string().max(128)).max(64),
    allow_fallbacks: z.boolean(),
    require_parameters: z.boolean(),
    data_collection: z.enum(["allow", "deny"]),
    zdr: z.boolean(),
    enforce_distillable_text: z.boolean(),
    quantizations: z.array(z.string().max(32)).max(16),
    sort: z.union([
      z.string().max(32),
      z.strictObject({ by: z.string().max(32), partition: z.enum(["model", "none"]).optional() }),
    ]),
    max_price: z
      .strictObject({
        prompt: perMillion,
        completion: perMillion,
        request: perMillion,
        image: perMillion,
        audio: perMillion,
      })
      .partial(),
    preferred_max_latency: percentile,
    preferred_min_throughput: percentile,
  })
  .partial();

const toolChoiceSchema = z.union([
  z.enum(["none", "auto", "required"]),
  z.strictObject({ type: z.literal("function"), function: z.strictObject({ name: z.string().max(64) }) }),
]);

const responseFormatSchema = z.union([
  z.strictObject({ type: z.enum(["text", "json_object"]) }),
  z.strictObject({
    type: z.literal("json_schema"),
    json_schema: z.strictObject({
      name: z.string().max(64),
      description: z.string().max(4096).optional(),
      strict: z.boolean().optional(),
      schema: z.record(z.string(), z.unknown()),
    }),
  }),
]);

/** A model that answers when the one before it cannot. */
export const fallbackSchema = z.strictObject({
  connectionId: z.uuid().transform((id) => id.toLowerCase()),
  model: wordSchema(256),
});
export type Fallback = z.infer<typeof fallbackSchema>;
export const maxFallbacks = 4;

export const settingsSchema = z
  .strictObject({
    reasoning: reasoningSettingSchema,
    temperature: z.number().min(0).max(2),
    top_p: z.number().min(0).max(1),
    top_k: z.int().min(0).max(100_000),
    min_p: z.number().min(0).max(1),
    top_a: z.number().min(0).max(1),
    frequency_penalty: z.number().min(-2).max(2),
    presence_penalty: z.number().min(-2).max(2),
    repetition_penalty: z.number().min(0).max(2),
    max_tokens: z.int().min(1).max(10_000_000),
    max_completion_tokens: z.int().min(1).max(10_000_000),
    seed: z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
    stop: z.union([z.string().max(1000), z.array(z.string().max(1000)).min(1).max(4)]),
    logit_bias: z.record(z.string().regex(/^\d{1,9}$/), z.number().min(-100).max(100)),
    logprobs: z.boolean(),
    top_logprobs: z.int().min(0).max(20),
    verbosity: z.enum(["low", "medium", "high", "xhigh", "max"]),
    response_format: responseFormatSchema,
    structured_outputs: z.boolean(),
    tools: z.array(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)).max(128),
    tool_choice: toolChoiceSchema,
    parallel_tool_calls: z.boolean(),
    prediction: z.strictObject({ type: z.literal("content"), content: z.string().max(1_000_000) }),
    provider: providerSettingSchema,
    models: z.array(z.string().max(256)).max(16),
    plugins: z.array(z.looseObject({ id: z.string().max(64) })).max(16),
    route: z.enum(["fallback", "sort"]),
    transforms: z.array(z.string().max(64)).max(8),
    service_tier: z.enum(["auto", "default", "flex", "priority", "scale"]),
    web_search_options: z.record(z.string(), z.unknown()),
    user: z.string().max(256),
    /** the product's own: never sent */
    fallbacks: z.array(fallbackSchema).max(maxFallbacks),
  })
  .partial()
  .refine(isStorable, notStorable);

export type Settings = z.infer<typeof settingsSchema>;

/** Later levels win per top-level key; nested objects are replaced whole. */
export function mergeSettings(...levels: (Settings | null | undefined)[]): Settings {
  return Object.assign({}, ...levels.filter(Boolean));
}
