import "server-only";
import type { Settings } from "@/lib/contract/settings";
import { reasoningOnWire } from "@/lib/reasoning/effort";
import { replayProfileOf } from "./profiles";

export interface WireSettings {
  /** parameters under their wire names */
  wire: Record<string, unknown>;
  /** the same before they were put into the server's dialect, with defaults of the model: what "settings sent" shows */
  sent: Settings;
  /** names that were asked for but not sent, because they would be refused */
  ignored: string[];
}

/** OpenAI recommends 1 and 1 for gpt-oss; servers have other defaults, so it is said explicitly unless the person says otherwise. */
const gptOss = { temperature: 1, top_p: 1 } as const;

export const isGptOss = (model: string) => /(^|[/:])gpt-oss([-:]|$)/i.test(model);

/** Settings → body of the request, under their own names; `reasoning` in the one form the server reads. */
export function toWireSettings(input: {
  settings: Settings;
  profile: string;
  model: string;
  conversationId: string;
}): WireSettings {
  const sent: Settings = { ...(isGptOss(input.model) ? gptOss : {}), ...input.settings };
  const { reasoning, tools, tool_choice, parallel_tool_calls, ...plain } = sent;
  const ignored: string[] = [];
  // No tool exists in this installation, and servers refuse the two companions without a tool list.
  if (tools !== undefined && tools.length > 0) ignored.push("tools");
  if (tool_choice !== undefined) ignored.push("tool_choice");
  if (parallel_tool_calls !== undefined) ignored.push("parallel_tool_calls");
  return {
    wire: { ...plain, ...reasoningOnWire(replayProfileOf(input.profile), reasoning), ...session(input) },
    sent,
    ignored,
  };
}

/** Keeps a conversation at the same host, which caches and signed reasoning both need. */
function session({ profile, conversationId }: { profile: string; conversationId: string }): Record<string, unknown> {
  return profile === "openrouter" ? { session_id: conversationId } : {};
}
