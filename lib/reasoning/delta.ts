import type { ReasoningKind } from "../conversation/message";
import { isObject, type JsonObject, textOf } from "./json";

/** What one value of `reasoning_details` has to show. */
export interface DetailsView {
  /** readable entries in order; empty when not asked for */
  texts: readonly { text: string; kind: ReasoningKind }[];
  /** what kind of words the `reasoning` string of the same chunk are; null when the details do not tell */
  kind: ReasoningKind | null;
  hasEncrypted: boolean;
}

const nothing: DetailsView = { texts: [], kind: null, hasEncrypted: false };

/**
 * Kinds we do not know are kept and sent back (merge.ts), but not drawn: nobody said that they are meant to be read.
 * @param withTexts false where another field is shown: most streams say everything twice
 */
export function readDetails(value: unknown, withTexts: boolean): DetailsView {
  if (value === null || value === undefined) return nothing;
  const entries = Array.isArray(value) ? value : [value];
  if (entries.length === 0) return nothing;
  const texts: { text: string; kind: ReasoningKind }[] = [];
  let kind: ReasoningKind | null = null;
  let hasEncrypted = false;
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    if (entry.type === "reasoning.text") {
      kind = "raw";
      const text = withTexts ? textOf(entry.text) : "";
      if (text !== "") texts.push({ text, kind: "raw" });
    } else if (entry.type === "reasoning.summary") {
      kind ??= "summary";
      const text = withTexts ? textOf(entry.summary) : "";
      if (text !== "") texts.push({ text, kind: "summary" });
    } else if (entry.type === "reasoning.encrypted") {
      hasEncrypted ||= textOf(entry.data) !== "";
    }
  }
  return { texts, kind, hasEncrypted };
}

export interface ContentItem {
  to: "text" | "reasoning" | "refusal";
  text: string;
}

function joinedText(value: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  return value.map((item) => (isObject(item) ? textOf(item.text) : textOf(item))).join("");
}

/** `content` as a string, or as an array of parts in which Mistral and others mark the thinking. */
export function readContent(content: unknown): ContentItem[] {
  if (typeof content === "string") return content === "" ? [] : [{ to: "text", text: content }];
  if (!Array.isArray(content)) return [];
  const items: ContentItem[] = [];
  for (const part of content) {
    if (typeof part === "string") items.push({ to: "text", text: part });
    if (!isObject(part)) continue;
    if (part.type === "thinking" || part.type === "reasoning") {
      const text = joinedText(part.thinking) || joinedText(part.reasoning) || joinedText(part.text);
      items.push({ to: "reasoning", text });
    } else if (part.type === "refusal") {
      items.push({ to: "refusal", text: textOf(part.refusal) });
    } else {
      items.push({ to: "text", text: joinedText(part.text) });
    }
  }
  return items.filter((item) => item.text !== "");
}

/** Choice 0 of a chunk. Hosts may leave out `choices`, send an empty array, or the chunks of other choices. */
export function firstChoice(chunk: JsonObject): JsonObject | null {
  if (!Array.isArray(chunk.choices)) return null;
  for (const choice of chunk.choices) {
    if (isObject(choice) && (typeof choice.index !== "number" || choice.index === 0)) return choice;
  }
  return null;
}

/** Usage wherever the host puts it: on the chunk, in the choice, or under the name of one host's extension. */
export function findUsage(chunk: JsonObject, choice: JsonObject | null): JsonObject | null {
  if (isObject(chunk.usage)) return chunk.usage;
  if (isObject(choice?.usage)) return choice.usage;
  return isObject(chunk.x_groq) && isObject(chunk.x_groq.usage) ? chunk.x_groq.usage : null;
}
