import type { Effort } from "./settings";

export interface ModelReasoning {
  /** efforts that can be asked for, lowest first; null = not told by the server */
  supportedEfforts: Effort[] | null;
  defaultEffort: Effort | null;
  /** true: reasoning cannot be switched off */
  mandatory: boolean | null;
}

export interface ModelView {
  id: string;
  connectionId: string;
  connectionName: string;
  name: string;
  contextLength: number | null;
  supportedParameters: string[] | null;
  /** null = the server says nothing about reasoning */
  reasoning: ModelReasoning | null;
}
export interface ModelList {
  models: ModelView[];
  /** what a new conversation uses */
  defaultModel: { connectionId: string; id: string } | null;
}
