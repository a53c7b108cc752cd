import "server-only";
import type { ReplayProfile } from "@/lib/reasoning/replay";

/** The dialect of a connection's profile: the practice model speaks OpenRouter's. */
export function replayProfileOf(profile: string): ReplayProfile {
  return profile === "openrouter" || profile === "practice" ? "openrouter" : "openai-compatible";
}
