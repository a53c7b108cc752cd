import type { Settings } from "@/lib/contract/settings";

/** Which model answers, and how. */
export interface Target {
  connectionId: string | undefined;
  model: string | undefined;
  modelName: string;
  /** of the conversation; sent when it is created */
  settings: Settings;
  /** of this one message */
  once: Settings;
}

/** As a message names it. */
export function wireTarget({ connectionId, model, once }: Target) {
  return { connectionId, model, settings: once };
}
