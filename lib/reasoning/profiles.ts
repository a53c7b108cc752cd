import type { Effort } from "./effort";
import type { ProfileFact, ProfileOverrides } from "./profiles-facts";
import { shipped } from "./profiles-shipped";
import type { ToolCallIdForm } from "./tool-call-id";

/** How an effort is asked for: exactly one of these, since servers refuse two forms at once. */
export const effortForms = ["reasoning", "reasoning_effort", "thinking_and_effort", "none"] as const;
export type EffortForm = (typeof effortForms)[number];
/** as it reads in a sentence */
export const effortFormNames = {
  reasoning: "reasoning",
  reasoning_effort: "reasoning_effort",
  thinking_and_effort: "thinking and reasoning_effort",
  none: "nothing",
} as const satisfies Record<EffortForm, string>;

/** Under which name earlier reasoning goes back; `as_received` = the name this very server used. */
export const replayForms = ["details", "reasoning", "reasoning_content", "as_received", "none"] as const;
export type ReplayForm = (typeof replayForms)[number];
/** as it reads in a sentence */
export const replayFormNames = {
  details: "reasoning_details",
  reasoning: "reasoning",
  reasoning_content: "reasoning_content",
  as_received: "the field it came in",
  none: "nothing",
} as const satisfies Record<ReplayForm, string>;

/**
 * With which earlier messages: all of them; those of the tool loop that is still open; every message that called a tool.
 * Received details are whole or nothing, so `as_received` returns them with every message.
 */
export const replayTimes = ["always", "tool_loop", "tool_calls"] as const;
export type ReplayTime = (typeof replayTimes)[number];
/** as it reads in a sentence */
export const replayTimeNames = {
  always: "on every turn",
  tool_loop: "inside an open tool loop",
  tool_calls: "with every tool call, on all later turns",
} as const satisfies Record<ReplayTime, string>;

/**
 * How a server is made to go on with an answer it has not finished: it takes the text as the last assistant message, alone or with one
 * of two marks; `none` = it cannot, and is asked in a new turn.
 */
export const prefillForms = ["last_message", "prefix", "continue_final_message", "none"] as const;
export type PrefillForm = (typeof prefillForms)[number];
/** as it reads in a sentence */
export const prefillFormNames = {
  last_message: "the last message",
  prefix: "the last message, with prefix",
  continue_final_message: "the last message, with continue_final_message",
  none: "a new turn",
} as const satisfies Record<PrefillForm, string>;

export const profileIds = [
  "openrouter",
  "openai",
  "azure",
  "deepseek",
  "deepseek-reasoner",
  "groq",
  "cerebras",
  "together",
  "fireworks",
  "mistral",
  "vllm",
  "llama-cpp",
  "ollama",
  "lm-studio",
  "sglang",
  "openai-compatible",
  "practice",
] as const;
export type ProfileId = (typeof profileIds)[number];

/** How to talk to one server about reasoning. Shipped per server; learned facts and a person's choices change it. Sources: docs/wire.md. */
export interface Profile {
  id: ProfileId;
  /** as people know the server */
  name: string;
  effort: {
    form: EffortForm;
    /** words the model knows, least first; null = not known */
    supported: readonly Effort[] | null;
    /** true: the server itself finds the nearest word it knows, so every word may be sent */
    folds: boolean;
    /** words that go out as another one, because the server treats them alike */
    sentAs: Readonly<Partial<Record<Effort, Effort>>>;
    /** what the setting says beyond an effort (`max_tokens`, `exclude`): sent as the object it is, or left out */
    beyond: "object" | "left_out";
  };
  /** true: reasoning cannot be switched off; null = not known */
  mandatory: boolean | null;
  replay: {
    form: ReplayForm;
    when: ReplayTime;
    /** a message that called a tool carries the field even when there is nothing to say in it */
    emptyWhenMissing: boolean;
    /** the field is refused for other models */
    models: "all" | "gpt-oss";
  };
  prefill: PrefillForm;
  /** the template opens the thoughts inside of the prompt: an answer begins in them, without a tag */
  thinkOpen: boolean;
  /** tokens that prompt and answer may have together; null = not known */
  contextLength: number | null;
  unknownFields: "ignored" | "refused";
  toolCallIds: ToolCallIdForm;
  /** parameters that are not sent, because this server refuses them */
  refused: readonly string[];
  /** parameters that go out under another name */
  renamed: Readonly<Record<string, string>>;
  /** facts a person has set; nothing that is learned changes them */
  manual: readonly ProfileFact["field"][];
}

const isProfileId = (id: string): id is ProfileId => profileIds.some((each) => each === id);

/**
 * The profile of a connection, for one model. `facts` in rising precedence: of the model family, listed, probed, learned, then those
 * a person has set (`manual`). An id nobody knows is an unknown OpenAI-compatible server.
 */
export function profileOf(
  id: string,
  { facts = [], manual = [] }: { facts?: readonly ProfileFact[]; manual?: readonly ProfileFact[] } = {},
): Profile {
  const standard = shipped[isProfileId(id) ? id : "openai-compatible"];
  const known = [...facts, ...manual].reduce(withFact, standard);
  return manual.length === 0 ? known : { ...known, manual: manual.map((fact) => fact.field) };
}

/** The profile as it is when this fact holds. A fact a person has set stays. */
export function withFact(profile: Profile, fact: ProfileFact): Profile {
  if (profile.manual.includes(fact.field)) return profile;
  const { effort, replay } = profile;
  switch (fact.field) {
    case "effort_form":
      return { ...profile, effort: { ...effort, form: fact.value } };
    case "supported_efforts":
      return { ...profile, effort: { ...effort, supported: fact.value } };
    case "mandatory":
      return { ...profile, mandatory: fact.value };
    case "replay_form":
      return { ...profile, replay: { ...replay, form: fact.value } };
    case "replay_when":
      return { ...profile, replay: { ...replay, when: fact.value } };
    case "replay_empty":
      return { ...profile, replay: { ...replay, emptyWhenMissing: fact.value } };
    case "prefill":
      return { ...profile, prefill: fact.value };
    case "think_open":
      return { ...profile, thinkOpen: fact.value };
    case "unknown_fields":
      return { ...profile, unknownFields: fact.value };
    case "refused":
      return { ...profile, refused: [...new Set([...profile.refused, ...fact.value])] };
    case "renamed":
      return { ...profile, renamed: { ...profile.renamed, ...fact.value } };
    default:
      return fact satisfies never;
  }
}

/** OpenAI's open-weight reasoning models, under whatever prefix and size a server lists them. */
export const isGptOss = (model: string) => /(^|[/:])gpt-oss([-:]|$)/i.test(model);

/** What is known of a model by its family alone, for servers whose list says nothing. Source: the model's own card. */
export function factsOfModel(model: string): ProfileFact[] {
  if (!isGptOss(model)) return [];
  return [
    { field: "supported_efforts", value: ["low", "medium", "high"] },
    { field: "mandatory", value: true },
    // Its turns are channels, each closed by its own token: none of them can be opened again in the middle.
    { field: "prefill", value: "none" },
  ];
}

/** A person's choices as facts. */
export function factsOfOverrides(overrides: ProfileOverrides): ProfileFact[] {
  const { effort, replay, replayWhen, replayEmpty, prefill, thinkOpen, unknownFields } = overrides;
  return [
    ...(effort === undefined ? [] : [{ field: "effort_form" as const, value: effort }]),
    ...(replay === undefined ? [] : [{ field: "replay_form" as const, value: replay }]),
    ...(replayWhen === undefined ? [] : [{ field: "replay_when" as const, value: replayWhen }]),
    ...(replayEmpty === undefined ? [] : [{ field: "replay_empty" as const, value: replayEmpty }]),
    ...(prefill === undefined ? [] : [{ field: "prefill" as const, value: prefill }]),
    ...(thinkOpen === undefined ? [] : [{ field: "think_open" as const, value: thinkOpen }]),
    ...(unknownFields === undefined ? [] : [{ field: "unknown_fields" as const, value: unknownFields }]),
  ];
}
