import { type Choice, type EffortChoice, effortOf, shortModel, withEffort } from "@/components/composer/choice";
import type { Target } from "@/components/conversation/target";
import type { Settings } from "@/lib/contract/settings";
import type { CompletionView } from "@/lib/conversation/message";
import { efforts, offeredEfforts } from "@/lib/reasoning/effort";

export const fewestLanes = 2;

/** Who answers in one lane, and with how much reasoning; the rest of the settings is the conversation's. */
export interface LaneChoice {
  connectionId: string | undefined;
  model: string;
  modelName: string;
  effort: EffortChoice;
}

/** What a lane's request names. Another model in its place would be another comparison: lanes have no fallbacks. */
export function targetOf({ connectionId, model, modelName, effort }: LaneChoice, settings: Settings): Target {
  const once = withEffort(settings, effort);
  // levels are merged: what is left out here would come from the conversation
  const reasoning = once.reasoning ?? {};
  return { connectionId, model, modelName, settings, once: { ...once, reasoning, fallbacks: [] } };
}

/** The lane of an answer that is there. */
export function choiceOfAnswer({ connectionId, model, settings }: CompletionView): LaneChoice {
  const effort = efforts.find((each) => each === settings.reasoning?.effort) ?? "default";
  return { connectionId: connectionId ?? undefined, model, modelName: model, effort };
}

/** Before anybody has chosen: the steps of the model in use, or twice the same where it has none. */
export function firstLanes(choice: Choice): LaneChoice[] {
  const { connectionId, model, modelName, reasoning, settings } = choice;
  if (model === undefined) return [];
  const steps = offeredEfforts(reasoning).filter((effort) => ["low", "medium", "high"].includes(effort));
  const own = effortOf(settings);
  const shown: EffortChoice[] = steps.length >= fewestLanes ? steps : [own, own];
  return shown.map((effort) => ({ connectionId, model, modelName, effort }));
}

/** By what is different about it: the effort where all have the same model, the model where all have the same effort, else both. */
export function laneName(lane: LaneChoice, all: readonly LaneChoice[]): string {
  const { effort } = lane;
  const model = shortModel(lane.model);
  const asked = effort === "default" ? "default effort" : effort;
  const isSame = (one: (each: LaneChoice) => string | undefined) => all.every((each) => one(each) === one(lane));
  if (isSame((each) => each.effort)) return model;
  return isSame((each) => `${each.connectionId} ${each.model}`) ? asked : `${model}, ${asked}`;
}

const chosenKey = "verbatim:compare";
const askedKey = (answerId: string) => `verbatim:lane:${answerId}`;

/** What was compared last on this device. */
export function readLaneChoices(): LaneChoice[] | null {
  const list = read(localStorage, chosenKey);
  return Array.isArray(list) && list.length > 0 && list.every(isLaneChoice) ? list : null;
}
export const writeLaneChoices = (lanes: readonly LaneChoice[]): void => write(localStorage, chosenKey, lanes);

/** What a lane was asked with, for as long as the tab is open: of one that was refused, the server knows nothing. */
export function readAsked(answerId: string): LaneChoice | null {
  const asked = read(sessionStorage, askedKey(answerId));
  return isLaneChoice(asked) ? asked : null;
}
export const writeAsked = (answerId: string, lane: LaneChoice): void => write(sessionStorage, askedKey(answerId), lane);

function read(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // private windows and full storage: lanes are chosen again then
  }
}

function isLaneChoice(value: unknown): value is LaneChoice {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, model, modelName, effort }: Record<string, unknown> = { ...value };
  const isEffort = effort === "default" || efforts.some((each) => each === effort);
  const isConnection = connectionId === undefined || typeof connectionId === "string";
  return isConnection && isEffort && typeof model === "string" && typeof modelName === "string";
}
