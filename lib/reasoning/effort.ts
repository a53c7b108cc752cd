import type { Profile } from "./profiles";

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
  /** to be spread into the request body; empty = nothing is asked for */
  wire: {
    reasoning?: ReasoningSetting;
    reasoning_effort?: Effort;
    thinking?: { type: "enabled" | "disabled" };
  };
  /** the setting as it went out, under the product's own names; undefined = nothing of it did */
  sent: ReasoningSetting | undefined;
  /** what was asked for and left out, such as "reasoning.max_tokens" */
  ignored: string[];
}

/**
 * The setting in the one form the server reads, never in two: hosts answer 400 to two forms at once. A word the model does not know
 * goes out as the nearest it knows; switching off what cannot be switched off is left out instead of failing.
 */
export function reasoningOnWire(profile: Profile, setting: ReasoningSetting | undefined): ReasoningOnWire {
  const left: ReasoningSetting = { ...setting };
  const ignored: string[] = [];
  for (const name of namesOf(left)) {
    if (!profile.refused.includes(`reasoning.${name}`)) continue;
    ignored.push(`reasoning.${name}`);
    delete left[name];
  }
  if (left.effort === "none" && !canSwitchOff(profile)) {
    ignored.push("reasoning.effort");
    delete left.effort;
  }
  if (left.enabled === false && !canSwitchOff(profile)) {
    ignored.push("reasoning.enabled");
    delete left.enabled;
  }
  if (left.effort !== undefined) {
    const word = wordFor(profile, left.effort);
    if (word === null) ignored.push("reasoning.effort");
    left.effort = word ?? undefined;
  }
  const { wire, sent } = inForm(profile, left);
  return {
    wire,
    sent: namesOf(sent).length === 0 ? undefined : sent,
    ignored: [
      ...ignored,
      ...namesOf(left)
        .filter((name) => !says(sent, name, left))
        .map((name) => `reasoning.${name}`),
    ],
  };
}

/** False: the model is known to reason always, or its list of words has none for "off". OpenRouter's hosts find their own way. */
function canSwitchOff({ mandatory, effort }: Profile): boolean {
  return mandatory !== true && (effort.folds || effort.supported === null || effort.supported.includes("none"));
}

/** The word to send for an effort; null = the model takes none. */
function wordFor({ effort: { folds, supported, sentAs } }: Profile, asked: Effort): Effort | null {
  if (folds) return asked;
  const word = sentAs[asked] ?? asked;
  if (supported === null || supported.includes(word)) return word;
  const distance = (other: Effort) => Math.abs(efforts.indexOf(other) - efforts.indexOf(word));
  // Of two equally near the lesser: it costs less.
  return efforts
    .filter((other) => other !== "none" && supported.includes(other))
    .reduce<Effort | null>((best, other) => (best !== null && distance(best) <= distance(other) ? best : other), null);
}

type Names = keyof ReasoningSetting;
const names: readonly Names[] = ["effort", "max_tokens", "exclude", "enabled", "summary"];
const namesOf = (setting: ReasoningSetting): Names[] => names.filter((name) => setting[name] !== undefined);

/** Whether what was sent covers this name; an effort covers the switch. */
const says = (sent: ReasoningSetting, name: Names, asked: ReasoningSetting): boolean =>
  sent[name] !== undefined ||
  (name === "enabled" && sent.effort !== undefined && (sent.effort !== "none") === asked.enabled);

function inForm(profile: Profile, left: ReasoningSetting): { wire: ReasoningOnWire["wire"]; sent: ReasoningSetting } {
  const word = left.enabled === false ? "none" : left.effort;
  const isOnlyEffort = namesOf(left).every((name) => name === "effort");
  const nothing = { wire: {}, sent: {} };
  if (namesOf(left).length === 0) return nothing;
  switch (profile.effort.form) {
    case "none":
      return nothing;
    case "reasoning":
      return { wire: { reasoning: defined(left) }, sent: defined(left) };
    case "reasoning_effort":
      // What says more than an effort has no place in the word; a server nobody knows may read the object.
      if (!isOnlyEffort && profile.effort.beyond === "object" && profile.unknownFields === "ignored")
        return { wire: { reasoning: defined(left) }, sent: defined(left) };
      return word === undefined ? nothing : { wire: { reasoning_effort: word }, sent: { effort: word } };
    case "thinking_and_effort":
      if (word === "none") return { wire: { thinking: { type: "disabled" } }, sent: { effort: "none" } };
      if (word !== undefined)
        return { wire: { thinking: { type: "enabled" }, reasoning_effort: word }, sent: { effort: word } };
      return left.enabled ? { wire: { thinking: { type: "enabled" } }, sent: { enabled: true } } : nothing;
    default:
      return profile.effort.form satisfies never;
  }
}

/** Without the keys that hold nothing: those would reach the body as they are. */
function defined({ effort, max_tokens, exclude, enabled, summary }: ReasoningSetting): ReasoningSetting {
  return {
    ...(effort === undefined ? {} : { effort }),
    ...(max_tokens === undefined ? {} : { max_tokens }),
    ...(exclude === undefined ? {} : { exclude }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(summary === undefined ? {} : { summary }),
  };
}
