import type { TokenizerExtension } from "marked";
import type { MathToken } from "./tokens";

// No blank line inside: it would make a paragraph that looks finished part of a later formula.
const blockMath =
  /^ {0,3}(?:\$\$((?:(?!\n[ \t]*\n|\$\$)[\s\S])+)\$\$|\\\[((?:(?!\n[ \t]*\n|\\\])[\s\S])+)\\\])[ \t]*(?:\n|$)/;
const inlineDisplay = /^(?:\$\$((?:(?!\n[ \t]*\n|\$\$)[\s\S])+)\$\$|\\\[((?:(?!\n[ \t]*\n|\\\])[\s\S])+)\\\])/;
const parenthesised = /^\\\(((?:(?!\n[ \t]*\n|\\\))[\s\S])+)\\\)/;
// As in pandoc: no space inside the dollars and no digit after them, so that "$5 and $10" stays money.
const dollars = /^\$(?![\s$])((?:\\[\s\S]|[^\\$\n])*?(?:\\[^\s]|[^\s\\$]))\$(?![\d$])/;

const closers = [
  ["$$", "$$"],
  ["$", "$"],
  ["\\[", "\\]"],
  ["\\(", "\\)"],
] as const;

function mathToken(raw: string, text: string, display: boolean): MathToken {
  return { type: "math", raw, text: text.trim(), display };
}

export const blockMathSyntax: TokenizerExtension = {
  name: "math",
  level: "block",
  start(src) {
    // Only the paragraph at hand can be interrupted; looking further would cost the length of the text per paragraph.
    const end = src.indexOf("\n\n");
    const paragraph = end === -1 ? src : src.slice(0, end);
    const found = /\n {0,3}(?:\$\$|\\\[)/.exec(paragraph);
    return found ? found.index + 1 : undefined;
  },
  tokenizer(src) {
    const match = blockMath.exec(src);
    return match ? mathToken(match[0], match[1] ?? match[2] ?? "", true) : undefined;
  },
};

export const inlineMathSyntax: TokenizerExtension = {
  name: "math",
  level: "inline",
  start(src) {
    const found = /(?<![\w$\\])\$|\\[([]/.exec(src);
    return found ? found.index : undefined;
  },
  tokenizer(src) {
    // Many openers without a closer would each be searched to the end by the expressions; indexOf is much cheaper.
    const closer = closers.find(([opener]) => src.startsWith(opener));
    if (!closer || src.indexOf(closer[1], closer[0].length) === -1) return undefined;
    const display = inlineDisplay.exec(src);
    if (display) return mathToken(display[0], display[1] ?? display[2] ?? "", true);
    const inline = parenthesised.exec(src) ?? dollars.exec(src);
    return inline ? mathToken(inline[0], inline[1] ?? "", false) : undefined;
  },
};
