import { createHash } from "node:crypto";
import { z } from "zod";
import type { ProfileId } from "@/lib/reasoning/profiles";
import { sharedFile } from "./recordings-folder.ts";

/** What a reader must get out of a recording: one entry of the collection's expected.json. */
export const recordedSchema = z.object({
  bytes: z.number(),
  reasoning_length: z.number(),
  reasoning_sha256: z.string(),
  answer_length: z.number(),
  answer_sha256: z.string(),
  tool_calls: z.array(z.object({ id: z.string().nullable(), name: z.string(), arguments: z.string() })),
  finish_reason: z.string().nullable(),
  native_finish_reason: z.string().nullish(),
  usage: z.unknown().optional(),
  models: z.array(z.string()),
  providers: z.array(z.string()),
  requested_model: z.string().nullish(),
  error: z.object({ message: z.string() }).nullish(),
  merged_reasoning_details: z.array(z.unknown()).optional(),
  reasoning_details_fragments: z.number().optional(),
  reasoning_details_empty_arrays: z.number().optional(),
});
export type Recorded = z.infer<typeof recordedSchema>;

const all = z.record(z.string(), z.unknown()).parse(JSON.parse(sharedFile("recorded", "expected.json") ?? "{}"));

/** Every recorded answer of the collection beside the project; [] when that is not at hand. Requests and refusals are no answers. */
export const recordings: [file: string, expected: Recorded][] = Object.entries(all).flatMap(([file, entry]) => {
  const parsed = recordedSchema.safeParse(entry);
  return parsed.success ? [[file, parsed.data]] : [];
});
export const whySkipped = "the larger collection of recordings is not beside the project";

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** The model a recording is asked of: it decides how some servers are talked to. */
export const modelOf = ({ requested_model, models }: Recorded): string => requested_model ?? models[0] ?? "unknown";

const profilesByPrefix: [prefix: string, ProfileId[]][] = [
  ["openrouter-", ["openrouter"]],
  ["groq-", ["groq"]],
  ["cerebras-", ["cerebras"]],
  ["deepseek-", ["deepseek", "deepseek-reasoner"]],
  ["mistral-", ["mistral"]],
  ["openai-", ["openai"]],
];
export const unknownServer: ProfileId = "openai-compatible";

/** The profiles to play a recording through: its own server's, and that of a server nobody knows. */
export function profilesOf(file: string): ProfileId[] {
  const own = profilesByPrefix.find(([prefix]) => file.startsWith(prefix))?.[1] ?? [];
  return [...own, unknownServer];
}

const names = ["reasoning_details", "reasoning", "reasoning_content"] as const;

/** The reasoning on a message, with the order of its keys. */
export function reasoningOn(message: object | undefined): string {
  const found = Object.entries(message ?? {}).filter(([key]) => names.some((name) => name === key));
  return JSON.stringify(Object.fromEntries(found));
}

/**
 * What a server of this kind wants back of a recorded answer, as `reasoningOn` reads it; written down from the servers' own
 * documents (docs/wire.md), not from the profiles. `where`: still inside the tool loop, or on the next turn. A loop whose tools were
 * never run is still open on the next turn.
 */
export function wantedBack(file: string, recorded: Recorded, profile: ProfileId, reasoning: string): string {
  const { merged_reasoning_details: details } = recorded;
  const calledTool = recorded.tool_calls.length > 0;
  const inLoop = (name: string) => JSON.stringify(calledTool && reasoning !== "" ? { [name]: reasoning } : {});
  const asDetails = JSON.stringify(details === undefined ? {} : { reasoning_details: details });
  switch (profile) {
    case "openrouter":
      return asDetails;
    case "groq":
      return modelOf(recorded).includes("gpt-oss") ? inLoop("reasoning") : "{}";
    case "cerebras":
      return inLoop("reasoning");
    case "deepseek":
      return JSON.stringify(calledTool ? { reasoning_content: reasoning } : {});
    case "openai-compatible": {
      const content = sharedFile("recorded", file) ?? "";
      return details === undefined
        ? inLoop(/"reasoning_content":\s*"[^"]/.test(content) ? "reasoning_content" : "reasoning")
        : asDetails;
    }
    default:
      return "{}";
  }
}
