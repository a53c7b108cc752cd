import type { ToolPart } from "@/lib/conversation/message";

const longest = 200;

/** A tool call in one line: "2^10 → 1024". What is too long for a line is read by unfolding it. */
export function toolGist({ arguments: text, result }: Pick<ToolPart, "arguments" | "result">): string {
  const asked = oneLine(argumentsGist(text));
  if (result === null) return asked;
  const got = oneLine(result);
  return asked === "" ? `→ ${got}` : `${asked} → ${got}`;
}

/** The one value of an object that has only one; nothing for an empty one; else the text as the model wrote it. */
function argumentsGist(text: string): string {
  const value = parse(text);
  if (typeof value !== "object" || value === null) return text;
  const values: unknown[] = Object.values(value);
  if (values.length === 0) return "";
  const [only] = values;
  return values.length === 1 && (typeof only === "string" || typeof only === "number") ? String(only) : text;
}

/** Arguments for reading: JSON with line breaks, everything else as it came. */
export function readableArguments(text: string): string {
  const value = parse(text);
  return typeof value === "object" && value !== null ? JSON.stringify(value, null, 2) : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  const line = text
    .slice(0, longest * 2)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
