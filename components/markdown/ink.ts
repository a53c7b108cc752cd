/** The four inks of code: keywords, values, comments, strings. */
export type Ink = "k" | "v" | "c" | "s";

/** A run of code in one ink; null is plain. `start` is its offset in the code. */
export interface InkRun {
  start: number;
  text: string;
  ink: Ink | null;
}

export interface LineGroup {
  start: number;
  runs: InkRun[];
}

const linesPerGroup = 40;

/** Runs in groups of whole lines. Groups of code that did not change come out the same. */
export function linesOf(runs: readonly InkRun[]): LineGroup[] {
  const groups: LineGroup[] = [{ start: 0, runs: [] }];
  let lines = 0;
  for (const run of runs) {
    let from = 0;
    for (let at = run.text.indexOf("\n"); at !== -1; at = run.text.indexOf("\n", at + 1)) {
      lines++;
      if (lines % linesPerGroup !== 0) continue;
      add(groups, run, from, at + 1);
      from = at + 1;
      groups.push({ start: run.start + from, runs: [] });
    }
    add(groups, run, from, run.text.length);
  }
  return groups.filter((group) => group.runs.length > 0);
}

function add(groups: LineGroup[], run: InkRun, from: number, to: number): void {
  if (from < to) groups.at(-1)?.runs.push({ start: run.start + from, text: run.text.slice(from, to), ink: run.ink });
}
