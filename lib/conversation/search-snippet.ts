import type { SearchQuery } from "./search-query";
import { wordsOf } from "./search-text";

/** A piece of a snippet: plain text, shown as such. */
export interface SnippetPiece {
  text: string;
  hit: boolean;
}

interface Range {
  start: number;
  end: number;
}

/** Characters before the first hit, and of the whole snippet. */
const before = 60;
const length = 220;

/** The surroundings of the first hit, the hits in it marked. `isPart`: found inside words. */
export function snippetOf(body: string, query: SearchQuery, isPart: boolean): SnippetPiece[] {
  const hits = isPart ? partHits(body, query) : wordHits(body, query);
  const first = hits[0]?.start ?? 0;
  const from = edge(body, first <= before ? 0 : wordStart(body, first - before));
  const to = edge(body, Math.min(body.length, Math.max(from + length, hits[0]?.end ?? 0)));
  const pieces: SnippetPiece[] = [];
  const add = (text: string, hit: boolean) => {
    const shown = text.replace(/\s+/g, " ");
    if (shown !== "") pieces.push({ text: shown, hit });
  };
  if (from > 0) add("… ", false);
  let done = from;
  for (const { start, end } of hits) {
    if (start >= to) break;
    if (start < done) continue;
    add(body.slice(done, start), false);
    add(body.slice(start, Math.min(end, to)), true);
    done = Math.min(end, to);
  }
  add(body.slice(done, to), false);
  if (to < body.length) add(" …", false);
  return pieces;
}

/** Where the first hit is; null when there is none. */
export function firstHit(body: string, query: SearchQuery): string | null {
  const hit = wordHits(body, query)[0];
  return hit ? body.slice(hit.start, hit.end) : null;
}

/** Whole phrases first; a document may also hold a word of them elsewhere, which is no hit. Stops once a snippet is full. */
function wordHits(body: string, { terms }: SearchQuery): Range[] {
  const wanted = terms.filter(({ isExcluded }) => !isExcluded).map(({ words }) => words);
  const progress = wanted.map((): Range[][] => []);
  const hits: Range[] = [];
  for (const { word, start, end } of wordsOf(body)) {
    const first = hits[0];
    if (first && start > first.start + length) break;
    wanted.forEach((words, index) => {
      const open: Range[][] = [];
      for (const run of [[], ...(progress[index] ?? [])]) {
        const next = words[run.length];
        if (!next || !(next.isPrefix ? word.startsWith(next.word) : word === next.word)) continue;
        const longer = [...run, { start, end }];
        if (longer.length === words.length) hits.push(...longer);
        else open.push(longer);
      }
      progress[index] = open;
    });
  }
  return merged(hits);
}

function partHits(body: string, { terms }: SearchQuery): Range[] {
  const texts = terms.filter(({ isExcluded }) => !isExcluded).map(({ text }) => text);
  if (texts.length === 0) return [];
  // Longest first: an alternative must not hide a longer one that begins like it.
  const sorted = [...texts].sort((a, b) => b.length - a.length);
  const any = new RegExp(sorted.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")).join("|"), "giu");
  const hits: Range[] = [];
  for (const match of body.matchAll(any)) {
    if (hits[0] && match.index > hits[0].start + length) break;
    if (match[0] !== "") hits.push({ start: match.index, end: match.index + match[0].length });
  }
  return hits;
}

/** In order, those that touch or overlap (pairs of characters do) as one. */
function merged(hits: Range[]): Range[] {
  const result: Range[] = [];
  for (const hit of hits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1);
    if (last && hit.start < last.end) last.end = Math.max(last.end, hit.end);
    else result.push({ ...hit });
  }
  return result;
}

/** The next beginning of a word, unless it is far. */
function wordStart(body: string, at: number): number {
  const gap = body.slice(at, at + 20).search(/\s\S/);
  return gap < 0 ? at : at + gap + 1;
}

/** Never between the halves of a character. */
function edge(body: string, at: number): number {
  return /[\udc00-\udfff]/.test(body.charAt(at)) && /[\ud800-\udbff]/.test(body.charAt(at - 1)) ? at - 1 : at;
}
