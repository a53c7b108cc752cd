/** As long for a letter as for a page: its length tells nothing of what was there. */
export const black = "█████";

/** The text with these passages black. Ranges may overlap, and stand outside; nothing of what they cover is left. */
export function blackened(text: string, ranges: readonly (readonly [number, number])[]): string {
  let shown = "";
  let to = 0;
  for (const [start, end] of merged(text, ranges)) {
    shown += text.slice(to, start) + black;
    to = end;
  }
  return shown + text.slice(to);
}

/** In order, clamped to the text, those that touch as one, never through half a character. */
function merged(text: string, ranges: readonly (readonly [number, number])[]): [number, number][] {
  const sorted = ranges
    .map(([start, end]): [number, number] => [
      wholeFrom(text, Math.max(0, start)),
      wholeTo(text, Math.min(text.length, end)),
    ])
    .filter(([start, end]) => start < end)
    .sort(([a], [b]) => a - b);
  const found: [number, number][] = [];
  for (const [start, end] of sorted) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;
const wholeFrom = (text: string, at: number) => (isLow(text.charCodeAt(at)) ? at - 1 : at);
const wholeTo = (text: string, at: number) => (isLow(text.charCodeAt(at)) ? at + 1 : at);

/** The text without these words, in whatever case. */
export const withoutWords = (text: string, words: readonly string[]): string =>
  words.length === 0
    ? text
    : blackened(
        text,
        words.flatMap((word) => placesOf(text, word)),
      );

/** Where these words stand, in whatever case. */
export function placesOf(text: string, word: string): [number, number][] {
  const [lower, sought] = [text.toLowerCase(), word.toLowerCase()];
  // Letters that are longer in the other case would shift the places: then only the same case is found.
  const [inText, of] = lower.length === text.length && sought.length === word.length ? [lower, sought] : [text, word];
  const places: [number, number][] = [];
  if (of === "") return places;
  for (let at = inText.indexOf(of); at >= 0; at = inText.indexOf(of, at + of.length)) places.push([at, at + of.length]);
  return places;
}
