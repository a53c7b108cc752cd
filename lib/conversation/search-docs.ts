import { indexedPart, tsvectorOf } from "./search-text";

export type SearchScope = "title" | "question" | "answer" | "reasoning" | "tool";

/** What the index keeps of a text. */
export interface SearchText {
  scope: SearchScope;
  body: string;
  isCut: boolean;
  /** as the text form of a tsvector */
  tsv: string;
}

/** A part of a message, whichever row or record it comes from. */
export interface SearchablePart {
  type: string;
  text: string;
  tool: { name: string; arguments: string; result: string | null } | null;
}

const separator = "\n";

/** The texts of one message, one for each scope in which it says something. Hidden reasoning has no text and is not found. */
export function searchTextsOf(role: "user" | "assistant", parts: readonly SearchablePart[]): SearchText[] {
  const texts = new Map<SearchScope, string[]>();
  const add = (scope: SearchScope, text: string) => {
    if (text.trim() === "") return;
    const list = texts.get(scope);
    if (list) list.push(text);
    else texts.set(scope, [text]);
  };
  for (const { type, text, tool } of parts) {
    if (tool) for (const each of [tool.name, tool.arguments, tool.result ?? ""]) add("tool", each);
    else if (type === "reasoning") add("reasoning", text);
    else if (type === "text" || type === "refusal") add(role === "user" ? "question" : "answer", text);
  }
  return Array.from(texts, ([scope, list]) => searchTextOf(scope, list.join(separator)));
}

/** A word in a title weighs more. */
export function searchTextOf(scope: SearchScope, text: string): SearchText {
  const { body, isCut } = indexedPart(text);
  return { scope, body, isCut, tsv: tsvectorOf(body, scope === "title" ? "A" : "") };
}
