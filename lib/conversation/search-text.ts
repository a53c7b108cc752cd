/** Words of a text for the search index and for queries: the same rules at both ends. Pure; knows neither database nor page. */

export interface Word {
  /** folded: lower case, without accents; what is compared */
  word: string;
  /** where it stands in the text, in UTF-16 code units */
  start: number;
  end: number;
  /** it stands for one character of a script without spaces, the last of its run */
  isSingle: boolean;
}

/** A document is found by its first 100 kB (UTF-8): a longer tsvector could exceed PostgreSQL's 1 MB, which would fail the save. */
export const maxDocumentBytes = 100_000;
/** Longer words (keys, base64) are found by this many characters; a lexeme may have 2 kB. */
const maxWordLength = 100;

// Letters, digits and marks in a row; an emoji is a word of its own. Splitting by the expression takes a twentieth of the time of
// Intl.Segmenter (100 kB: 2 ms instead of 42 ms, on the thread that streams every answer), which is kept for what it alone can do.
const runs = /[\p{L}\p{N}\p{M}]+|\p{Extended_Pictographic}/gu;
/** Chinese and Japanese: no spaces, and hardly two dictionaries agree, so every pair of neighbours is a word. */
const pairScripts = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆]+/gu;
const hasPairs = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** No spaces either, but words that a dictionary finds. */
const dictionaryScripts = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const isAscii = /^[0-9A-Za-z]*$/;

/** Accents of Latin, Greek and Cyrillic, vowel points of Arabic and Hebrew. Marks of other scripts are letters to their readers. */
const accents = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]/g;
const spelled: Record<string, string> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i" };

/** Lower case, without accents, compatibility forms as the plain ones ("ﬁ" = "fi", full width = half). */
export function foldWord(word: string): string {
  if (isAscii.test(word)) return word.toLowerCase();
  return word
    .normalize("NFKD")
    .replace(accents, "")
    .toLowerCase()
    .replace(accents, "")
    .replace(/[ßæœøđðłþı]/g, (letter) => spelled[letter] ?? letter)
    .normalize("NFC");
}

let segmenter: Intl.Segmenter | undefined;

/** The words of a text in their order. One step per word: a reader that has enough stops. */
export function* wordsOf(text: string): Generator<Word> {
  for (const match of text.matchAll(runs)) {
    const [run] = match;
    if (isAscii.test(run)) yield* plain(run, match.index);
    else if (hasPairs.test(run)) yield* withPairs(run, match.index);
    else if (dictionaryScripts.test(run)) yield* fromDictionary(run, match.index);
    else yield* plain(run, match.index);
  }
}

function* plain(run: string, start: number): Generator<Word> {
  const word = cutTo(foldWord(run), maxWordLength);
  if (word !== "") yield { word, start, end: start + run.length, isSingle: false };
}

function* withPairs(run: string, start: number): Generator<Word> {
  let done = 0;
  for (const match of run.matchAll(pairScripts)) {
    if (match.index > done) yield* plain(run.slice(done, match.index), start + done);
    yield* pairs(match[0], start + match.index);
    done = match.index + match[0].length;
  }
  if (done < run.length) yield* plain(run.slice(done), start + done);
}

/** 東京都 = 東京, 京都, 都: a single character is found as the beginning of a pair, the last one by itself. */
function* pairs(run: string, start: number): Generator<Word> {
  let at = start;
  const characters = [...run];
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1] ?? "";
    const word = foldWord(character + next);
    if (word !== "") yield { word, start: at, end: at + character.length + next.length, isSingle: next === "" };
    at += character.length;
  }
}

function* fromDictionary(run: string, start: number): Generator<Word> {
  segmenter ??= new Intl.Segmenter("und", { granularity: "word" });
  for (const { segment, index } of segmenter.segment(run)) yield* plain(segment, start + index);
}

/** At most `length` UTF-16 code units, never half a character. */
function cutTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, isHalf ? length - 1 : length);
}

/** The part of a text that is indexed. */
export function indexedPart(text: string): { body: string; isCut: boolean } {
  // No character takes more than three bytes per code unit.
  if (text.length * 3 <= maxDocumentBytes) return { body: text, isCut: false };
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(maxDocumentBytes));
  return { body: text.slice(0, read), isCut: read < text.length };
}

/** PostgreSQL keeps no higher place, and no more than 255 places of a word. */
const maxPlace = 16_383;
const maxPlaces = 255;

/** The words of a text with their places, as the text form of a tsvector. */
export function tsvectorOf(text: string, weight: "" | "A" = ""): string {
  const places = new Map<string, number[]>();
  let place = 0;
  for (const { word } of wordsOf(text)) {
    place = Math.min(place + 1, maxPlace);
    const known = places.get(word);
    if (!known) places.set(word, [place]);
    else if (known.length < maxPlaces && known.at(-1) !== place) known.push(place);
  }
  return Array.from(places, ([word, list]) => `${quoted(word)}:${list.map((at) => `${at}${weight}`).join(",")}`).join(
    " ",
  );
}

/** A word as PostgreSQL reads it in the text form of a tsvector or a tsquery. */
export function quoted(word: string): string {
  return `'${word.replace(/['\\]/g, "$&$&")}'`;
}
