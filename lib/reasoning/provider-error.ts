import { isObject, type JsonObject, textOf, toJson } from "./json";

/** What a provider said about its failure. `message` is its own words: show with care; `raw` stays on the server. */
export interface ProviderError {
  code: string | null;
  message: string;
  raw: string;
}

const maxRaw = 2_000;

/** A provider may repeat the key it was given. */
function redactKeys(text: string): string {
  return text
    .replace(/\b(?:sk|rk|pk|gsk|csk|xai|fw|hf|nvapi)[-_][\w-]{6,}/g, "[key]")
    .replace(/\bBearer\s+[\w.~+/=-]{6,}/gi, "Bearer [key]");
}

function cut(text: string): string {
  // A pair of surrogates is not cut in two.
  return redactKeys(text)
    .slice(0, maxRaw)
    .replace(/[\ud800-\udbff]$/, "");
}

function codeOf(error: JsonObject): string | null {
  const metadata = isObject(error.metadata) ? error.metadata : {};
  for (const value of [error.code, error.error_type, metadata.error_type, error.type]) {
    if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  }
  return null;
}

function messageOf(error: JsonObject): string {
  return textOf(error.message) || textOf(error.detail) || textOf(error.error) || "The provider reported an error.";
}

/** Reads the value of an `error` key: a string, an object, or an object inside an object. Null when it says nothing. */
export function readErrorValue(value: unknown): ProviderError | null {
  if (value === null || value === undefined || value === false || value === "") return null;
  const inner = isObject(value) && isObject(value.error) ? value.error : value;
  if (isObject(inner)) return { code: codeOf(inner), message: cut(messageOf(inner)), raw: cut(toJson(value)) };
  const text = typeof inner === "string" ? inner : "The provider reported an error.";
  return { code: null, message: cut(text), raw: cut(toJson(value)) };
}

/**
 * Reads an error out of a chunk or of the body of an HTTP error: `{error: …}`, the flat `{object: "error", message, code}`, and the
 * flat `{message, type, code}` or `{detail}` without choices. Null when there is none.
 */
export function readProviderError(body: unknown): ProviderError | null {
  if (typeof body === "string") return readErrorValue(body);
  if (!isObject(body)) return null;
  const named = readErrorValue(body.error);
  if (named) return named;
  if (body.object === "error") return readErrorValue(body);
  if ("choices" in body || "usage" in body) return null;
  const isFlat = textOf(body.message) !== "" && ("code" in body || "type" in body);
  return isFlat || "detail" in body ? readErrorValue(body) : null;
}
