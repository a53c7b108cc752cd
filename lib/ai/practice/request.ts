import "server-only";
import { z } from "zod";
import type { PracticeEffort } from "./script";

// Details stay `unknown`: parsing them into an object would put their keys into the order of the schema, and that order is checked.
const messageSchema = z.object({
  role: z.string(),
  content: z.unknown().optional(),
  reasoning_details: z.unknown().optional(),
});

const requestSchema = z.object({
  model: z.string().optional(),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  max_tokens: z.number().nullish(),
  max_completion_tokens: z.number().nullish(),
  reasoning_effort: z.string().nullish(),
  include_reasoning: z.boolean().nullish(),
  reasoning: z
    .object({
      effort: z.string().nullish(),
      max_tokens: z.number().nullish(),
      exclude: z.boolean().nullish(),
      enabled: z.boolean().nullish(),
    })
    .nullish(),
});

export interface PracticeMessage {
  role: string;
  text: string;
  /** `reasoning_details` as received; undefined = the key was not sent. */
  details: unknown;
}

export interface PracticeRequest {
  messages: PracticeMessage[];
  isStream: boolean;
  /** null: switched off, which this model refuses */
  effort: PracticeEffort | null;
  showsReasoning: boolean;
  maxTokens: number | null;
}

/** Reads a request body; a sentence about what is wrong instead when it is none. */
export function parseRequest(body: string): PracticeRequest | string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return "The body is not valid JSON.";
  }
  const parsed = requestSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return `${issue?.path.join(".") ?? "body"}: ${issue?.message ?? "not valid"}`;
  }
  const { messages, stream, reasoning, ...rest } = parsed.data;
  return {
    messages: messages.map(({ role, content, reasoning_details }) => ({
      role,
      text: textOf(content),
      details: reasoning_details,
    })),
    isStream: stream === true,
    effort: reasoning?.enabled === false ? null : effortOf(reasoning?.effort ?? rest.reasoning_effort),
    showsReasoning: reasoning?.exclude !== true && rest.include_reasoning !== false,
    maxTokens: rest.max_tokens ?? rest.max_completion_tokens ?? null,
  };
}

const textPartSchema = z.object({ type: z.literal("text"), text: z.string() });

function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((part) => {
      const parsed = textPartSchema.safeParse(part);
      return parsed.success ? parsed.data.text : "";
    })
    .join("");
}

/** An effort the model does not have becomes the nearest it has, as routers do; only "none" has no neighbour. */
function effortOf(effort: string | null | undefined): PracticeEffort | null {
  switch (effort) {
    case "none":
      return null;
    case "minimal":
    case "low":
      return "low";
    case "high":
    case "xhigh":
    case "max":
      return "high";
    default:
      return "medium";
  }
}
