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

export interface ReasoningOnWire {
  /** to be spread into the request body */
  body: { reasoning?: ReasoningSetting; reasoning_effort?: Effort };
  /** settings that this profile has no place for, as paths such as "reasoning.max_tokens" */
  ignored: string[];
}

/**
 * One form, never both: hosts answer 400 to the form they do not know. OpenRouter takes the object as it is, other servers
 * `reasoning_effort` alone.
 */
export function reasoningOnWire(profile: ReplayProfile, setting: ReasoningSetting | undefined): ReasoningOnWire {
  if (!setting) return { body: {}, ignored: [] };
  if (profile === "openrouter") return { body: { reasoning: { ...setting } }, ignored: [] };
  const { effort, ...others } = setting;
  const ignored = Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [`reasoning.${name}`]));
  return { body: effort === undefined ? {} : { reasoning_effort: effort }, ignored };
}
