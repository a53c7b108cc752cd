import type { Links } from "marked";
import { lex } from "./engine";
import { fenceBody, type OpenFence, openFenceAt, scanFence } from "./fence";
import { isDrawn, type MarkdownToken } from "./tokens";

/** A top-level piece of an answer. The same object is kept for as long as nothing in it changes. */
export interface Block {
  /** its place in the answer; stays when the block closes */
  id: number;
  token: MarkdownToken;
  /** text may still be added to it */
  isOpen: boolean;
}

export interface Blocks {
  /** the text as it was handed in */
  text: string;
  /** the same text with "\n" line ends */
  source: string;
  /** everything before this offset of `source` is in `closed` */
  closedTo: number;
  closed: readonly Block[];
  open: readonly Block[];
  fence: OpenFence | null;
  links: Links;
  isFinished: boolean;
}

export const noBlocks: Blocks = {
  text: "",
  source: "",
  closedTo: 0,
  closed: [],
  open: [],
  fence: null,
  links: {},
  isFinished: false,
};

export function allBlocks(blocks: Blocks): readonly Block[] {
  return blocks.open.length === 0 ? blocks.closed : [...blocks.closed, ...blocks.open];
}

/**
 * Takes in the text of a growing answer. Only the text from the last open block on is read again, so the cost follows the length of
 * that block, not of the answer. Text that does not continue the earlier one starts afresh.
 */
export function advance(previous: Blocks, text: string): Blocks {
  const blocks = continues(previous, text) ? previous : noBlocks;
  const { taken, source } = takeIn(blocks, text);
  const base = { ...blocks, text: taken, source };
  return blocks.fence ? advanceFence(base, blocks.fence) : advanceTail(base);
}

// The comparison of equally long strings is many times faster than startsWith, and runs for every token.
function continues(previous: Blocks, text: string): boolean {
  return !previous.isFinished && text.slice(0, previous.text.length) === previous.text;
}

/** The whole text, read at once; blocks that came out the same keep their identity. */
export function finish(previous: Blocks, text: string): Blocks {
  const source = text.replace(/\r\n?/g, "\n");
  const { tokens, links } = lex(source);
  const known = allBlocks(previous);
  // A definition anywhere may turn brackets anywhere into a link.
  const hasDefinitions = Object.keys(links).length > 0;
  const closed = tokens.filter(isDrawn).map((token, id) => {
    const earlier = known[id];
    const isSame = earlier && !earlier.isOpen && isSameToken(earlier.token, token);
    return isSame && !(hasDefinitions && token.raw.includes("[")) ? earlier : { id, token, isOpen: false };
  });
  return { text, source, closedTo: source.length, closed, open: [], fence: null, links, isFinished: true };
}

/** Appends what is new, with "\n" line ends. A last "\r" waits: a "\n" may follow it in the next piece. */
function takeIn(blocks: Blocks, text: string): { taken: string; source: string } {
  const taken = text.endsWith("\r") ? text.slice(0, -1) : text;
  const added = taken.slice(blocks.text.length);
  const isPlain = blocks.source.length === blocks.text.length && !added.includes("\r");
  return { taken, source: isPlain ? taken : blocks.source + added.replace(/\r\n?/g, "\n") };
}

function advanceFence(blocks: Blocks, fence: OpenFence): Blocks {
  const scanned = scanFence(fence, blocks.source);
  if (!scanned) return advanceTail({ ...blocks, fence: null });
  const text = fenceBody(scanned, blocks.source);
  const token: MarkdownToken = { type: "code", raw: text, lang: scanned.language, text };
  return { ...blocks, fence: scanned, open: [{ id: blocks.closed.length, token, isOpen: true }] };
}

function advanceTail(blocks: Blocks): Blocks {
  const tail = withoutUndecidedLine(blocks.source.slice(blocks.closedTo));
  const { tokens } = lex(tail, blocks.links);
  const boundary = closedTokens(tokens, tail.lastIndexOf("\n") + 1, tail);

  const drawn: Block[] = [];
  let closing = 0;
  let closedTo = blocks.closedTo;
  for (const [index, token] of tokens.entries()) {
    const isOpen = index >= boundary;
    if (!isOpen) closedTo += token.raw.length;
    if (!isDrawn(token)) continue;
    const earlier = blocks.open[drawn.length];
    const isSame = earlier?.isOpen === isOpen && isSameToken(earlier.token, token);
    drawn.push(isSame ? earlier : { id: blocks.closed.length + drawn.length, token, isOpen });
    if (!isOpen) closing = drawn.length;
  }
  const open = drawn.slice(closing);
  const fence = fenceOf(blocks.source, closedTo, tokens.slice(boundary));
  if (boundary === 0) return { ...blocks, open, fence };
  const closed = [...blocks.closed, ...drawn.slice(0, closing)];
  return { ...blocks, closedTo, closed, open, fence, links: withDefinitions(blocks.links, tokens.slice(0, boundary)) };
}

/**
 * How many tokens can no longer change. The last one that is drawn may still grow; if it stands on a line that is still being written,
 * that line may yet belong to the token before it ("2" may become "2. " and continue a list).
 */
function closedTokens(tokens: readonly MarkdownToken[], lastLineStart: number, tail: string): number {
  const last = lastBefore(tokens, tokens.length);
  if (last === -1) return 0;
  let start = 0;
  for (const token of tokens.slice(0, last)) start += token.raw.length;
  if (start >= lastLineStart) return Math.max(lastBefore(tokens, last), 0);
  return isClosedFence(tokens[last], tail, start) ? last + 1 : last;
}

function isClosedFence(token: MarkdownToken | undefined, tail: string, start: number): boolean {
  if (token?.type !== "code" || token.codeBlockStyle) return false;
  const fence = openFenceAt(tail, start, "");
  return fence !== null && scanFence(fence, tail) === null;
}

function lastBefore(tokens: readonly MarkdownToken[], end: number): number {
  return tokens.slice(0, end).findLastIndex((token) => token.type !== "space");
}

function fenceOf(source: string, start: number, open: readonly MarkdownToken[]): OpenFence | null {
  const [token, ...rest] = open;
  if (token?.type !== "code" || token.codeBlockStyle || rest.some((other) => other.type !== "space")) return null;
  const fence = openFenceAt(source, start, token.lang ?? "");
  return fence && scanFence(fence, source);
}

/** Definitions of the open part are read again with it, so only closed ones are carried over. The first of a name counts. */
function withDefinitions(links: Links, tokens: readonly MarkdownToken[]): Links {
  const found: Links = Object.create(null); // names are the model's, "constructor" included
  for (const token of tokens) if (token.type === "def") found[token.tag] ??= { href: token.href, title: token.title };
  return Object.assign(found, links);
}

/**
 * A line of which only markers have arrived may become a list item, a rule, a fence or a heading underline. Drawn too early it would
 * turn the paragraph above into a heading for a moment.
 */
function withoutUndecidedLine(tail: string): string {
  const lineStart = tail.lastIndexOf("\n") + 1;
  return /^\s*(?:[-=*+#>|`~]+|\d+[.)]?)[ \t]*$/.test(tail.slice(lineStart)) ? tail.slice(0, lineStart) : tail;
}

function isSameToken(a: MarkdownToken, b: MarkdownToken): boolean {
  // The lexer counts line ends after a block to it or to the space that follows, depending on how much text it sees.
  return a.type === b.type && (a.raw === b.raw || a.raw.trimEnd() === b.raw.trimEnd()) && textOf(a) === textOf(b);
}

function textOf(token: MarkdownToken): string {
  return token.type === "code" ? token.text : "";
}
