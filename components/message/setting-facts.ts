import type { SettingsView } from "@/lib/conversation/message";

/** A value longer than this is shown by its beginning. */
const longest = 200;

/** Settings for reading, under their names on the wire: "reasoning.effort" and "high", "tools" and "calculator, current_time". */
export function settingFacts(settings: SettingsView): [name: string, value: string][] {
  return Object.entries(settings).flatMap(([name, value]) => factsOf(name, value));
}

function factsOf(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    const entries = Object.entries(value);
    if (entries.length > 0) return entries.flatMap(([key, inner]) => factsOf(`${name}.${key}`, inner));
  }
  const text = wordsOf(value);
  return [[name, text.length > longest ? `${text.slice(0, longest)}…` : text]];
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  const isList = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item !== "object");
  return isList ? value.join(", ") : JSON.stringify(value);
}
