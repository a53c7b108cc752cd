import { z } from "zod";
import type { SharedConversation } from "./shared-conversation";

export type { SharedConversation } from "./shared-conversation";

const figure = z.number().nullable();

/** A stored snapshot, read again. */
export const sharedSchema: z.ZodType<SharedConversation> = z.strictObject({
  title: z.string(),
  messages: z.array(
    z.strictObject({
      role: z.enum(["user", "assistant"]),
      at: z.string(),
      model: z.string().nullable(),
      state: z.enum(["done", "stopped", "failed", "interrupted"]),
      isEdited: z.boolean(),
      isContinued: z.boolean(),
      isHidden: z.boolean(),
      parts: z.array(
        z.discriminatedUnion("type", [
          z.strictObject({ type: z.enum(["text", "refusal", "notice"]), text: z.string() }),
          z.strictObject({
            type: z.literal("reasoning"),
            text: z.string(),
            kind: z.enum(["raw", "summary", "hidden"]),
            durationMs: figure,
          }),
          z.strictObject({
            type: z.literal("tool"),
            name: z.string(),
            arguments: z.string(),
            result: z.string().nullable(),
            state: z.enum(["not_run", "done", "failed"]),
          }),
        ]),
      ),
      withheld: z.strictObject({ reasoning: z.number(), tools: z.number(), others: z.number() }),
      figures: z.strictObject({ totalMs: figure, outputTokens: figure, reasoningTokens: figure }).nullable(),
    }),
  ),
});
