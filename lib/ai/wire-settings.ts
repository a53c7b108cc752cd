import "server-only";
import type { LanguageModelV4Prompt } from "@ai-sdk/provider";
import type { Settings } from "@/lib/contract/settings";
import { reasoningOnWire } from "@/lib/reasoning/effort";
import { isGptOss, type Profile } from "@/lib/reasoning/profiles";
import { toolDefinitions } from "@/lib/tools/registry";
import { answerLimit } from "./answer-limit";

export interface WireSettings {
  /** parameters under their wire names */
  wire: Record<string, unknown>;
  /** the same under the product's names, with defaults of the model and the words that really went out: what "settings sent" shows */
  sent: Settings;
  /** names that were asked for but not sent, because they would be refused */
  ignored: string[];
}

/** OpenAI recommends 1 and 1 for gpt-oss; servers have other defaults, so it is said explicitly unless the person says otherwise. */
const gptOss = { temperature: 1, top_p: 1 } as const;

/** OpenRouter's own parameters: a server that refuses what it does not know would refuse these. */
const routing = ["provider", "models", "plugins", "route", "transforms", "web_search_options"];

/**
 * Settings → body of the request, under their own names; `reasoning` in the one form the server reads, without what the profile knows
 * to be refused. `profile`: as `loadProfile` gives it for this connection and model.
 */
export function toWireSettings(input: {
  /** what goes out with them; absent = something short that sets its own limit */
  prompt?: LanguageModelV4Prompt | undefined;
  settings: Settings;
  profile: Profile;
  model: string;
  conversationId: string;
}): WireSettings {
  const { profile } = input;
  const asked: Settings = {
    ...(isGptOss(input.model) ? gptOss : {}),
    ...(input.prompt ? answerLimit(profile, input.settings, input.prompt) : {}),
    ...input.settings,
  };
  const { reasoning, tools: wanted = [], fallbacks: _ours, ...others } = asked;
  const ignored: string[] = [];
  const tools = toolDefinitions(wanted);
  // A name no tool has: nothing could run it.
  if (wanted.some((name) => !tools.some((tool) => tool.function.name === name))) ignored.push("tools");
  const plain: Settings = { ...others };
  if (tools.length === 0) {
    // Servers refuse the two companions without a tool list.
    for (const companion of ["tool_choice", "parallel_tool_calls"] as const) {
      if (plain[companion] !== undefined) ignored.push(companion);
      delete plain[companion];
    }
  }

  const refused = new Set([...profile.refused, ...(profile.unknownFields === "refused" ? routing : [])]);
  const isRefused = (name: string) => refused.has(name) && name in plain;
  ignored.push(...Object.keys(plain).filter(isRefused));
  const kept: Settings = Object.fromEntries(Object.entries(plain).filter(([name]) => !isRefused(name)));
  const effort = reasoningOnWire(profile, reasoning);
  const parameters = {
    ...kept,
    ...(tools.length > 0 ? { tools } : {}),
    ...effort.wire,
    ...session(input.conversationId, profile),
    // The provider package asks for the usage of every stream; as undefined the key is in no body.
    ...(refused.has("stream_options") ? { stream_options: undefined } : {}),
  };
  return {
    wire: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [profile.renamed[name] ?? name, value])),
    sent: {
      ...kept,
      ...(tools.length > 0 ? { tools: tools.map(({ function: { name } }) => name) } : {}),
      ...(effort.sent ? { reasoning: effort.sent } : {}),
    },
    ignored: [...ignored, ...effort.ignored],
  };
}

/** Keeps a conversation at the same host, which caches and signed reasoning both need. */
function session(conversationId: string, { id, refused }: Profile): Record<string, unknown> {
  return id === "openrouter" && !refused.includes("session_id") ? { session_id: conversationId } : {};
}
