import type { MarkedToken, Token } from "marked";

export type MathToken = { type: "math"; raw: string; text: string; display: boolean };
export type MarkdownToken = MarkedToken | MathToken;

const knownTypes: ReadonlySet<string> = new Set<MarkdownToken["type"]>([
  "blockquote",
  "br",
  "checkbox",
  "code",
  "codespan",
  "def",
  "del",
  "em",
  "escape",
  "heading",
  "hr",
  "html",
  "image",
  "link",
  "list",
  "list_item",
  "math",
  "paragraph",
  "space",
  "strong",
  "table",
  "text",
]);

function isMarkdownToken(token: Token): token is MarkdownToken {
  return knownTypes.has(token.type);
}

/** The children of a token, as the closed union that the renderer knows. */
export function childrenOf(tokens: readonly Token[] | undefined): MarkdownToken[] {
  return tokens?.filter(isMarkdownToken) ?? [];
}

/** Blank lines and link definitions are part of the source, but nothing is drawn for them. */
export function isDrawn(token: MarkdownToken): boolean {
  return token.type !== "space" && token.type !== "def";
}
