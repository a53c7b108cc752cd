import { AppError } from "../errors/app-error";

/** A JSON object of unknown shape. Provider input is narrowed by hand here: it is the hot path, and unknown keys must survive. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True without keys; asks for no list of them, which the hot path would pay for. */
export function isEmptyObject(value: JsonObject): boolean {
  for (const _ in value) return false;
  return true;
}

/** The string, or "" for anything else: null, absent and wrong types all mean "no text", never the word "null". */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * JSON text of a parsed JSON value.
 * @throws AppError provider_malformed when the value is nested deeper than the stack: JSON.parse reads that, JSON.stringify does not.
 */
export function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    throw new AppError("provider_malformed", { detail: "JSON nested too deeply", cause });
  }
}

/** The parsed value, or undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
