import { Lexer, type Links, Marked, type Token, type TokensList } from "marked";
import { blockMathSyntax, inlineMathSyntax } from "./math-syntax";
import { childrenOf, type MarkdownToken } from "./tokens";

/** Nesting that no person writes; deeper text is shown as it is. */
const maxDepth = 24;
/** Longer runs are read in slices, because the time for emphasis grows with the square of the run. */
const maxInlineRun = 8_000;

const syntax = new Marked({
  gfm: true,
  extensions: [blockMathSyntax, inlineMathSyntax],
  tokenizer: {
    // Tags are shown as text, so an open <a> or <pre> must not change how the rest of the answer is read.
    tag(src) {
      const match = this.rules.inline.tag.exec(src);
      if (!match) return undefined;
      const raw = match[0];
      return { type: "html", raw, text: raw, inLink: false, inRawBlock: false, block: false };
    },
  },
});

class BoundedLexer extends Lexer {
  private depth = 0;

  override blockTokens(src: string, tokens?: Token[], lastParagraphClipped?: boolean): Token[];
  override blockTokens(src: string, tokens?: TokensList, lastParagraphClipped?: boolean): TokensList;
  override blockTokens(src: string, tokens: Token[] = [], lastParagraphClipped = false): Token[] {
    if (this.depth >= maxDepth) {
      tokens.push({ type: "text", raw: src, text: src });
      return tokens;
    }
    this.depth++;
    const result = super.blockTokens(src, tokens, lastParagraphClipped);
    this.depth--;
    return result;
  }

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    if (this.depth >= maxDepth) {
      tokens.push({ type: "text", raw: src, text: src });
      return tokens;
    }
    this.depth++;
    for (let start = 0; start < src.length; ) {
      const end = sliceEnd(src, start);
      super.inlineTokens(src.slice(start, end), tokens);
      start = end;
    }
    this.depth--;
    return tokens;
  }
}

/** End of the slice that begins at `start`: after a space, so that no word or surrogate pair is cut where one is near. */
function sliceEnd(src: string, start: number): number {
  const end = start + maxInlineRun;
  if (end >= src.length) return src.length;
  const space = src.lastIndexOf(" ", end);
  return space > start + maxInlineRun / 2 ? space + 1 : end;
}

export interface Lexed {
  tokens: MarkdownToken[];
  /** link definitions known after this text, the given ones included */
  links: Links;
}

/**
 * Markdown → tokens, with the link definitions of earlier text. Line ends must be "\n". Never throws: text that the lexer cannot read
 * is one paragraph of plain text.
 */
export function lex(source: string, links: Links = {}): Lexed {
  const lexer = new BoundedLexer(syntax.defaults);
  Object.assign(lexer.tokens.links, links);
  try {
    const tokens = lexer.lex(source);
    return { tokens: childrenOf(tokens), links: tokens.links };
  } catch {
    // The lexer gives up on a few hostile inputs; showing the source loses nothing.
    const text: MarkdownToken = { type: "text", raw: source, text: source };
    return { tokens: [{ type: "paragraph", raw: source, text: source, tokens: [text] }], links };
  }
}

/** One run of inline Markdown (bold, code, links), without block structure. */
export function lexInline(source: string): MarkdownToken[] {
  const lexer = new BoundedLexer(syntax.defaults);
  try {
    return childrenOf(lexer.inlineTokens(source));
  } catch {
    return [{ type: "text", raw: source, text: source }];
  }
}
