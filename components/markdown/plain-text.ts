import { decodeEntities } from "./entities";
import { childrenOf, type MarkdownToken } from "./tokens";

/** The words of a run, without its marks. */
export function plainText(tokens: readonly MarkdownToken[]): string {
  return tokens.map(textOf).join("");
}

function textOf(token: MarkdownToken): string {
  switch (token.type) {
    case "br":
      return "\n";
    case "codespan":
    case "escape":
    case "math":
      return token.text;
    case "image":
      return decodeEntities(token.text);
    case "checkbox":
      return "";
    case "html":
      return isLineBreak(token.text) ? "\n" : token.text;
    case "text":
      return token.tokens ? plainText(childrenOf(token.tokens)) : decodeEntities(token.text);
    default:
      return "tokens" in token ? plainText(childrenOf(token.tokens)) : token.raw;
  }
}

/** The one tag that is followed rather than shown: tables have no other way to break a line. */
export function isLineBreak(tag: string): boolean {
  return /^<br\s*\/?>$/i.test(tag);
}
