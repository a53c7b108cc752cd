import { quoted, wordsOf } from "./search-text";

/** One thing to find: words that follow each other. */
export interface Term {
  words: { word: string; isPrefix: boolean }[];
  /** as typed, for finding it inside words */
  text: string;
  isExcluded: boolean;
}

export interface SearchQuery {
  terms: Term[];
  /** there was more than is searched for */
  isCut: boolean;
}

const maxTerms = 32;
/** Parts of words need this many characters: fewer have no index (PostgreSQL's trigrams). */
export const minPartLength = 3;

const clause = /(-?)(?:"([^"]*)(?:"|$)|(\S+))/gu;

/**
 * What a person typed: words = all of them, "quoted words" = in this order, -word = not. The last word may still be growing, so it also
 * stands for what begins with it.
 */
export function parseQuery(typed: string): SearchQuery {
  const terms: Term[] = [];
  let isCut = false;
  for (const [, minus, phrase, bare] of typed.matchAll(clause)) {
    // In `say"this"` and in `a-b` neither sign means anything.
    const text = (phrase ?? bare ?? "").trim();
    const found = termsOf(text, minus === "-");
    if (terms.length + found.length > maxTerms) {
      isCut = true;
      break;
    }
    terms.push(...found);
  }
  const last = terms.at(-1);
  const tail = last?.words.at(-1);
  const isGrowing = last && !last.isExcluded && !/["\s]$/.test(typed);
  if (isGrowing && tail && [...tail.word].length >= minPartLength) tail.isPrefix = true;
  return { terms, isCut };
}

/** Usually one; where scripts without spaces meet others, one for each, because their words overlap. */
function termsOf(text: string, isExcluded: boolean): Term[] {
  const groups: Term["words"][] = [];
  let previous: { isPair: boolean; start: number; end: number } | null = null;
  for (const { word, start, end, isSingle } of wordsOf(text)) {
    const overlaps: boolean = previous !== null && start < previous.end;
    const isPair: boolean = overlaps || isSingle;
    // The last character of a run is in the pair before it already; alone it is the beginning of some pair.
    if (isSingle && overlaps) {
      previous = { isPair: true, start, end };
      continue;
    }
    const group = groups.at(-1);
    const follows = group && previous !== null && (overlaps || (!previous.isPair && !isSingle));
    if (follows) group.push({ word, isPrefix: false });
    else groups.push([{ word, isPrefix: isSingle }]);
    previous = { isPair, start, end };
  }
  return groups.map((words) => ({ words, text, isExcluded }));
}

/** As a tsquery in its text form; null when there is nothing to find, only things to leave out. */
export function tsqueryOf({ terms }: SearchQuery): string | null {
  if (!terms.some(({ isExcluded }) => !isExcluded)) return null;
  return terms
    .map(({ words, isExcluded }) => {
      const phrase = words.map(({ word, isPrefix }) => `${quoted(word)}${isPrefix ? ":*" : ""}`).join(" <-> ");
      return `${isExcluded ? "!" : ""}(${phrase})`;
    })
    .join(" & ");
}

/** The same as patterns for parts of words; null when one of them is too short for that. */
export function partsOf({ terms }: SearchQuery): { wanted: string[]; unwanted: string[] } | null {
  const texts = (isExcluded: boolean) => [
    ...new Set(terms.filter((term) => term.isExcluded === isExcluded).map(({ text }) => text)),
  ];
  const wanted = texts(false);
  const isLong = (text: string) => /[\p{L}\p{N}]{3}/u.test(text);
  return wanted.length > 0 && wanted.every(isLong) ? { wanted, unwanted: texts(true) } : null;
}
