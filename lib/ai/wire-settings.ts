import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { reasoningOnWire } from "@/lib/reasoning/effort";
import { factsOfModel, isGptOss, type Profile, profileOf } from "@/lib/reasoning/profiles";

export { isGptOss };

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
  settings: Settings;
  profile: Profile | string;
  model: string;
  conversationId: string;
}): WireSettings {
  const profile =
    typeof input.profile === "string" ? profileOf(input.profile, { facts: factsOfModel(input.model) }) : input.profile;
  const asked: Settings = { ...(isGptOss(input.model) ? gptOss : {}), ...input.settings };
  const { reasoning, tools, tool_choice, parallel_tool_calls, ...plain } = asked;
  const ignored: string[] = [];
  // No tool exists in this installation, and servers refuse the two companions without a tool list.
  if (tools !== undefined && tools.length > 0) ignored.push("tools");
  if (tool_choice !== undefined) ignored.push("tool_choice");
  if (parallel_tool_calls !== undefined) ignored.push("parallel_tool_calls");

  const refused = new Set([...profile.refused, ...(profile.unknownFields === "refused" ? routing : [])]);
  const isRefused = (name: string) => refused.has(name) && name in plain;
  ignored.push(...Object.keys(plain).filter(isRefused));
  const kept: Settings = Object.fromEntries(Object.entries(plain).filter(([name]) => !isRefused(name)));
  const effort = reasoningOnWire(profile, reasoning);
  const parameters = { ...kept, ...effort.wire, ...session(input.conversationId, profile) };
  return {
    wire: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [profile.renamed[name] ?? name, value])),
    sent: { ...kept, ...(effort.sent ? { reasoning: effort.sent } : {}) },
    ignored: [...ignored, ...effort.ignored],
  };
}

/** Keeps a conversation at the same host, which caches and signed reasoning both need. */
function session(conversationId: string, { id, refused }: Profile): Record<string, unknown> {
  return id === "openrouter" && !refused.includes("session_id") ? { session_id: conversationId } : {};
}
