import "server-only";
import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { Settings } from "@/lib/contract/settings";
import type { Profile, ProfileId } from "@/lib/reasoning/profiles";
import { toolDefinitions } from "@/lib/tools/registry";

/** Servers of one's own, which without `max_tokens` go on to the end of the context, or beyond it. */
const endless: ReadonlySet<ProfileId> = new Set(["vllm", "llama-cpp", "ollama", "lm-studio", "sglang"]);
/** What the template puts around messages and tools, tokens. */
const templateTokens = 1024;
/** An answer of this many tokens is never called long, whatever the context. */
const alwaysAllowed = 16_384;

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value), "utf8");

/**
 * A bound for answers nobody has set one for: a model that has lost its way must come to an end. Half the context, at least 16,384 tokens,
 * and never so much that prompt and answer together could exceed the context, which strict servers refuse. Tokens of the prompt are not
 * counted but bounded: each is at least one byte. Where that leaves less than a quarter of the context, nothing is said: the bound would
 * cut honest answers, and the context is an end too.
 */
export function answerLimit(
  { id, contextLength, refused }: Profile,
  settings: Settings,
  prompt: LanguageModelV4Prompt,
): Pick<Settings, "max_tokens"> {
  if (contextLength === null || !endless.has(id) || refused.includes("max_tokens")) return {};
  if (settings.max_tokens !== undefined || settings.max_completion_tokens !== undefined) return {};
  const left = contextLength - templateTokens - bytesOf(prompt) - bytesOf(toolDefinitions(settings.tools ?? []));
  if (left < contextLength / 4) return {};
  return { max_tokens: Math.min(left, Math.max(alwaysAllowed, Math.floor(contextLength / 2))) };
}
