import type { ModelReasoning, ModelView } from "@/lib/contract/models";
import type { Effort, Fallback, Settings } from "@/lib/contract/settings";

/** The model and the settings that the next message uses. */
export interface Choice {
  connectionId: string | undefined;
  /** undefined: no model is there yet, the server says so when asked */
  model: string | undefined;
  modelName: string;
  reasoning: ModelReasoning | null;
  settings: Settings;
}

/** What is different about one answer; everything else is as chosen. */
export interface AnswerChange {
  effort?: EffortChoice;
  model?: { id: string; connectionId: string | undefined };
}

export type EffortChoice = Effort | "default";

export function effortOf(settings: Settings): EffortChoice {
  return settings.reasoning?.effort ?? "default";
}

/** `reasoning` is replaced whole, so what else it holds is carried along. */
export function withEffort(settings: Settings, effort: EffortChoice): Settings {
  const { reasoning, ...rest } = settings;
  const { effort: _, ...others } = reasoning ?? {};
  if (effort !== "default") return { ...rest, reasoning: { ...others, effort } };
  return Object.keys(others).length > 0 ? { ...rest, reasoning: others } : rest;
}

/** No list at all when no tool is on. */
export function withTools({ tools: _, ...rest }: Settings, tools: string[]): Settings {
  return tools.length > 0 ? { ...rest, tools } : rest;
}

/** No list at all when there is nobody else to ask. */
export function withFallbacks({ fallbacks: _, ...rest }: Settings, fallbacks: Fallback[]): Settings {
  return fallbacks.length > 0 ? { ...rest, fallbacks } : rest;
}

export function choose(model: ModelView, settings: Settings): Choice {
  return {
    connectionId: model.connectionId,
    model: model.id,
    modelName: model.name,
    reasoning: model.reasoning,
    settings,
  };
}

/** The practice model's name without what it says about itself; where there is room, or no eye, the whole name stands. */
export function shortName(name: string): string {
  return name.replace(/ \(scripted, no AI\)$/, "");
}

/** "openai/gpt-oss-120b" → "gpt-oss-120b"; what stands in the margin */
export function shortModel(model: string): string {
  return model.slice(model.lastIndexOf("/") + 1) || model;
}
