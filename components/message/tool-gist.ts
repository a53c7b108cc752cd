import type { ToolPart } from "@/lib/conversation/message";

const longest = 200;

export interface ToolGist {
  /** "2^10" */
  asked: string;
  /** "→ 1024"; "" while there is none */
  got: string;
}

/** A tool call for one line, in two pieces: where the line is too short, it is the question that is cut, for the result is what one wants. */
export function toolGist({ arguments: text, result }: Pick<ToolPart, "arguments" | "result">): ToolGist {
  return { asked: oneLine(argumentsGist(text)), got: result === null ? "" : `→ ${oneLine(result)}` };
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
