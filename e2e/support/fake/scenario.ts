import type { FakeAnswer, Json } from "./answer.ts";
import type { Ledger } from "./ledger.ts";
import type { Wire } from "./wire.ts";

export interface ScenarioContext {
  /** the parsed request body */
  body: Json;
  messages: Json[];
  model: string;
  /** text of the last user message, its marker included */
  question: string;
  /** from the marker: `[[scenario:name key=value …]]` */
  params: Params;
  /** 1 for the first request with this question, 2 for its repetition, … */
  attempt: number;
  /** counts answers of this server from 1 */
  number: number;
  wire: Wire;
  ledger: Ledger;
  /** the header of that name, as it came */
  authorization: string;
}

export type Scenario = (context: ScenarioContext) => FakeAnswer;
export type Scenarios = Record<string, Scenario>;

export interface Params {
  text: (key: string, fallback: string) => string;
  number: (key: string, fallback: number) => number;
}

function paramsOf(pairs: string): Params {
  const values = new Map<string, string>();
  for (const [, key, quoted, bare] of pairs.matchAll(/([\w-]+)=(?:"([^"]*)"|(\S+))/g)) {
    if (key) values.set(key, quoted ?? bare ?? "");
  }
  return {
    text: (key, fallback) => values.get(key) ?? fallback,
    number: (key, fallback) => {
      const value = Number(values.get(key) ?? fallback);
      return Number.isFinite(value) ? value : fallback;
    },
  };
}

const marker = /\[\[scenario:([\w.-]+)((?:\s+[\w-]+=(?:"[^"]*"|[^\s\]]+))*)\s*\]\]/;

/** The scenario a request asks for: the marker in its last user message, else the model id `fake/<scenario>`, else `default`. */
export function requestedScenario(model: string, question: string): { name: string; params: Params } {
  const [, name, pairs = ""] = marker.exec(question) ?? [];
  if (name) return { name, params: paramsOf(pairs) };
  if (model.startsWith("fake/")) return { name: model.slice("fake/".length), params: paramsOf("") };
  if (model.startsWith("replay/")) {
    return { name: "replay", params: paramsOf(`file="${model.slice("replay/".length).replaceAll('"', "")}"`) };
  }
  return { name: "default", params: paramsOf("") };
}

export function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content.map((part: unknown) => (isJson(part) && typeof part.text === "string" ? part.text : "")).join("");
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function messagesOf(body: Json): Json[] {
  return Array.isArray(body.messages) ? body.messages.filter(isJson) : [];
}
