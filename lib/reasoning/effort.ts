import type { ReplayProfile } from "./replay";

/** Efforts that can be asked for, least first. Source: openrouter.ai/docs, reasoning tokens. */
export const efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"] as const;
export type Effort = (typeof efforts)[number];

/** The `reasoning` setting, under the names of the wire. */
export interface ReasoningSetting {
  effort?: Effort | undefined;
  max_tokens?: number | undefined;
  exclude?: boolean | undefined;
  enabled?: boolean | undefined;
  summary?: "auto" | "concise" | "detailed" | undefined;
}

/** The word for an effort in the interface is the word on the wire; null means that nothing is asked for. */
export function effortLabel(effort: Effort | null | undefined): string {
  return effort ?? "default";
}

/** What the effort picker offers, least first; empty = nothing to choose. */
export function offeredEfforts(
  reasoning: { supportedEfforts: readonly Effort[] | null; mandatory: boolean | null } | null,
): Effort[] {
  // Nothing known about the model: the three that every server with efforts understands.
  if (!reasoning) return ["low", "medium", "high"];
  const supported = reasoning.supportedEfforts;
  return efforts.filter((effort) => {
    const isRefused = effort === "none" && reasoning.mandatory === true;
    return !isRefused && (supported === null || supported.includes(effort));
  });
}

/** To be spread into the request body. */
export type ReasoningOnWire = { reasoning?: ReasoningSetting; reasoning_effort?: Effort };

/**
 * One form, never both: hosts answer 400 to two forms at once. OpenRouter takes the object as it is. Other servers know
 * `reasoning_effort`; what says more than an effort has no place there and goes out as the object it is, under its own name.
 */
export function reasoningOnWire(profile: ReplayProfile, setting: ReasoningSetting | undefined): ReasoningOnWire {
  if (!setting || Object.keys(setting).length === 0) return {};
  const { effort, ...others } = setting;
  return profile === "openai-compatible" && effort !== undefined && Object.keys(others).length === 0
    ? { reasoning_effort: effort }
    : { reasoning: { ...setting } };
}
