import type { InkRun } from "./ink";

/** Code inked from its beginning up to some place. */
export interface Inked {
  /** the code that `runs` covers */
  code: string;
  runs: readonly InkRun[];
  /** up to this offset the ink is final */
  settledTo: number;
}

export const nothingInked: Inked = { code: "", runs: [], settledTo: 0 };

export type Highlight = (code: string) => InkRun[] | null;

/** Characters inked in one go: a matter of a few milliseconds. */
const partLength = 4_000;
const shortestPart = 1_500;

/**
 * Inks the next part. Long code is inked part by part, so that no step takes long; a part ends where a new paragraph of code begins,
 * where an open string or comment is least likely. While code grows, its last part is inked again each time.
 */
export function inkNext(
  previous: Inked,
  { code, isOpen }: { code: string; isOpen: boolean },
  highlight: Highlight,
): Inked {
  const inked = code.startsWith(previous.code) ? previous : nothingInked;
  const start = inked.settledTo;
  const isPart = code.length - start > partLength;
  const end = isPart ? start + partEnd(code.slice(start, start + partLength)) : code.length;
  const part = code.slice(start, end);
  const added = highlight(part) ?? [{ start: 0, text: part, ink: null }];
  return {
    code: code.slice(0, end),
    runs: [
      ...inked.runs.filter((run) => run.start < start),
      ...added.map((run) => ({ ...run, start: run.start + start })),
    ],
    settledTo: isPart || !isOpen ? end : start,
  };
}

/** Runs for all of the code: what is not inked yet is plain. */
export function runsOf(inked: Inked, code: string): readonly InkRun[] {
  if (!code.startsWith(inked.code)) return [{ start: 0, text: code, ink: null }];
  const rest = code.slice(inked.code.length);
  return rest === "" ? inked.runs : [...inked.runs, { start: inked.code.length, text: rest, ink: null }];
}

function partEnd(window: string): number {
  for (let at = window.lastIndexOf("\n\n"); at >= shortestPart; at = window.lastIndexOf("\n\n", at - 1)) {
    if (/\S/.test(window.charAt(at + 2))) return at + 2;
  }
  const line = window.lastIndexOf("\n");
  return line === -1 ? window.length : line + 1;
}
