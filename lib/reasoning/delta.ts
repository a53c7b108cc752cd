import type { ReasoningKind } from "../conversation/message";
import { isObject, type JsonObject, textOf } from "./json";

/** What one value of `reasoning_details` has to show. */
export interface DetailsView {
  /** readable entries in order */
  texts: { text: string; kind: ReasoningKind }[];
  /** what kind of words the `reasoning` string of the same chunk are; null when the details do not tell */
  kind: ReasoningKind | null;
  hasEncrypted: boolean;
}

const nothing: DetailsView = { texts: [], kind: null, hasEncrypted: false };

/** Kinds we do not know are kept and sent back (merge.ts), but not drawn: nobody said that they are meant to be read. */
export function readDetails(value: unknown): DetailsView {
  const entries = Array.isArray(value) ? value : isObject(value) ? [value] : [];
  if (entries.length === 0) return nothing;
  const view: DetailsView = { texts: [], kind: null, hasEncrypted: false };
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    if (entry.type === "reasoning.text") {
      view.kind = "raw";
      if (textOf(entry.text) !== "") view.texts.push({ text: textOf(entry.text), kind: "raw" });
    } else if (entry.type === "reasoning.summary") {
      view.kind ??= "summary";
      if (textOf(entry.summary) !== "") view.texts.push({ text: textOf(entry.summary), kind: "summary" });
    } else if (entry.type === "reasoning.encrypted") {
      view.hasEncrypted ||= textOf(entry.data) !== "";
    }
  }
  return view;
}

export interface ContentItem {
  isReasoning: boolean;
  text: string;
}

function joinedText(value: unknown): string {
  if (!Array.isArray(value)) return textOf(value);
  return value.map((item) => (isObject(item) ? textOf(item.text) : textOf(item))).join("");
}

/** `content` as a string, or as an array of parts in which Mistral and others mark the thinking. */
export function readContent(content: unknown): ContentItem[] {
  if (typeof content === "string") return content === "" ? [] : [{ isReasoning: false, text: content }];
  if (!Array.isArray(content)) return [];
  const items: ContentItem[] = [];
  for (const part of content) {
    if (typeof part === "string") items.push({ isReasoning: false, text: part });
    if (!isObject(part)) continue;
    const isReasoning = part.type === "thinking" || part.type === "reasoning";
    const text = isReasoning
      ? joinedText(part.thinking) || joinedText(part.reasoning) || joinedText(part.text)
      : joinedText(part.text);
    items.push({ isReasoning, text });
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
  const extension = isObject(chunk.x_groq) ? chunk.x_groq.usage : null;
  for (const usage of [chunk.usage, choice?.usage, extension]) {
    if (isObject(usage)) return usage;
  }
  return null;
}
