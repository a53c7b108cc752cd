import { diffArrays } from "diff";

export interface DiffPiece {
  kind: "same" | "added" | "removed";
  text: string;
}

/** One search for what is common may take so long; what is too different by then is shown as replaced. ms */
const searchMs = 40;
/** A longer passage is not cut into words. */
const longestPassage = 20_000;
/** The page gets its turn after so long. ms */
const sliceMs = 30;

/**
 * What was removed and what was added between two texts: by lines first, then by words within the lines that differ. The pieces that are not
 * "added" joined are `before`, those that are not "removed" are `after`, to the character.
 */
export async function diffTexts(before: string, after: string): Promise<DiffPiece[]> {
  const pieces: DiffPiece[] = [];
  let sliceBegan = performance.now();
  for (const passage of passagesOf(linesOf(before), linesOf(after))) {
    if (typeof passage === "string") add(pieces, "same", passage);
    else for (const { kind, text } of diffPassage(passage)) add(pieces, kind, text);
    if (performance.now() - sliceBegan < sliceMs) continue;
    await new Promise((resolve) => setTimeout(resolve));
    sliceBegan = performance.now();
  }
  return pieces;
}

/** What stands in place of what. */
interface Passage {
  removed: string;
  added: string;
}

/** Common text, and what stands between it. */
function passagesOf(before: readonly string[], after: readonly string[]): (string | Passage)[] {
  const passages: (string | Passage)[] = [];
  for (const { kind, text } of changesOf(before, after)) {
    const last = passages.at(-1);
    if (kind === "same") passages.push(text);
    else if (typeof last === "object") last[kind] += text;
    else passages.push({ removed: "", added: "", [kind]: text });
  }
  return passages;
}

function diffPassage({ removed, added }: Passage): DiffPiece[] {
  if (removed === "" || added === "" || removed.length + added.length > longestPassage)
    return [piece("removed", removed), piece("added", added)];
  return changesOf(wordsOf(removed), wordsOf(added));
}

/** Found within the time, or everything replaced but for what both begin and end with. */
function changesOf(before: readonly string[], after: readonly string[]): DiffPiece[] {
  const found = diffArrays([...before], [...after], { timeout: searchMs });
  if (found)
    return found.map(({ added, removed, value }) =>
      piece(added ? "added" : removed ? "removed" : "same", value.join("")),
    );
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const between = (list: readonly string[]) => list.slice(start, list.length - end).join("");
  return [
    piece("same", before.slice(0, start).join("")),
    piece("removed", between(before)),
    piece("added", between(after)),
    piece("same", before.slice(before.length - end).join("")),
  ];
}

const piece = (kind: DiffPiece["kind"], text: string): DiffPiece => ({ kind, text });

function add(pieces: DiffPiece[], kind: DiffPiece["kind"], text: string): void {
  const last = pieces.at(-1);
  if (text === "") return;
  if (last?.kind === kind) last.text += text;
  else pieces.push({ kind, text });
}

/** Each with its line break. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Of any script, each with the blanks after it. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
    if (words.length > 0 && /^\s+$/.test(segment)) words[words.length - 1] += segment;
    else words.push(segment);
  }
  return words;
}
