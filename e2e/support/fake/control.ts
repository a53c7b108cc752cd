import { z } from "zod";
import { ends, type FakeAnswer, type Step, sseHeaders } from "./answer.ts";

const stepSchema = z.union([
  z.strictObject({ bytes: z.base64() }),
  z.strictObject({ text: z.string() }),
  z.strictObject({ json: z.unknown() }),
  z.strictObject({ delayMs: z.number().min(0) }),
  z.strictObject({ flush: z.literal(true) }),
]);

/** Body of `POST /__control/script`: the answer to the next streaming completion request that fits. */
export const queuedScriptSchema = z.strictObject({
  steps: z.array(stepSchema),
  end: z.enum(ends).default("end"),
  status: z.int().min(200).max(599).default(200),
  headers: z.record(z.string(), z.string()).default(sseHeaders),
  /** only a request whose raw body contains this text */
  contains: z.string().optional(),
  /** false: for a request without streaming, such as the one for a title */
  stream: z.boolean().default(true),
});
export type QueuedScriptInput = z.input<typeof queuedScriptSchema>;
export type QueuedScript = z.output<typeof queuedScriptSchema>;

export function answerOf({ steps, end, status, headers }: QueuedScript): FakeAnswer {
  const played = steps.map((step): Step => {
    if ("bytes" in step) return { bytes: Buffer.from(step.bytes, "base64") };
    if ("json" in step) return { json: step.json };
    return step;
  });
  return { status, headers, steps: played, end };
}
