import "server-only";
import { z } from "zod";
import type { PracticeEffort } from "./script";

// Details stay `unknown`: parsing them into an object would put their keys into the order of the schema, and that order is checked.
const messageSchema = z.object({
  role: z.string(),
  content: z.unknown().optional(),
  reasoning_details: z.unknown().optional(),
  tool_calls: z.unknown().optional(),
});

const requestSchema = z.object({
  model: z.string().optional(),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  max_tokens: z.number().nullish(),
  max_completion_tokens: z.number().nullish(),
  tools: z.unknown().optional(),
  tool_choice: z.unknown().optional(),
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

export interface PracticeToolCall {
  id: string;
  name: string;
  arguments: string;
}

export interface PracticeMessage {
  role: string;
  text: string;
  /** `reasoning_details` as received; undefined = the key was not sent. */
  details: unknown;
  /** those of an answer, as far as they can be read */
  toolCalls: PracticeToolCall[];
}

export interface PracticeRequest {
  messages: PracticeMessage[];
  /** names of the tools that may be called */
  offered: ReadonlySet<string>;
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
    messages: messages.map(({ role, content, reasoning_details, tool_calls }) => ({
      role,
      text: textOf(content),
      details: reasoning_details,
      toolCalls: readable(tool_calls, toolCallSchema).map(({ id, function: called }) => ({ id, ...called })),
    })),
    offered: new Set(
      rest.tool_choice === "none" ? [] : readable(rest.tools, toolSchema).map((tool) => tool.function.name),
    ),
    isStream: stream === true,
    effort: reasoning?.enabled === false ? null : effortOf(reasoning?.effort ?? rest.reasoning_effort),
    showsReasoning: reasoning?.exclude !== true && rest.include_reasoning !== false,
    maxTokens: rest.max_tokens ?? rest.max_completion_tokens ?? null,
  };
}

const textPartSchema = z.object({ type: z.literal("text"), text: z.string() });
const toolSchema = z.object({ function: z.object({ name: z.string() }) });
const toolCallSchema = z.object({
  id: z.string().catch(""),
  function: z.object({ name: z.string(), arguments: z.string().catch("") }),
});

const textOf = (content: unknown): string =>
  typeof content === "string"
    ? content
    : readable(content, textPartSchema)
        .map(({ text }) => text)
        .join("");

/** The items of a list that have this form; the others are no reason to refuse a request. */
function readable<T>(list: unknown, schema: z.ZodType<T>): T[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [parsed.data] : [];
  });
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
