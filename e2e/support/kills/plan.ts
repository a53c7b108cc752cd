/** Tokens per second of every answer. */
export const rate = 100;

/** One question of a round: when it goes out, and what its answer will be like. */
export interface PlannedQuestion {
  kind: "long" | "reasoning" | "mixed" | "tools" | "ending" | "sending";
  /** how the fake provider answers */
  scenario: string;
  /** after the beginning of the round */
  atMs: number;
}

/** What happens in one round, decided by the seed alone. */
export interface KillPlan {
  killMs: number;
  questions: PlannedQuestion[];
  /** a title is saved at this time; null = not in this round */
  renameMs: number | null;
  /** the next start is killed too, this long after it began; null = it comes up */
  startKillMs: number | null;
}

const paced = (count: number, reasoning: number) => `paced n=${count} rate=${rate} reasoning=${reasoning} stamp=1`;
const endless = 100_000;
const always = [
  { kind: "long", scenario: paced(endless, 0) },
  { kind: "reasoning", scenario: paced(endless, 1) },
  { kind: "mixed", scenario: paced(endless, 40 / endless) },
  { kind: "tools", scenario: `working steps=15 n=20 rate=${rate}` },
] as const;

/** How far an answer's end, or a send, is from the kill at most: where the product writes the most in the least time. */
const nearMs = 60;

/** Four to eight answers at once: long ones, some that end around the kill, one that is asked for in that moment. */
export function planKill(random: () => number, longestMs: number): KillPlan {
  const killMs = Math.round(random() * longestMs);
  const soon = () => Math.round(random() * Math.min(150, killMs));
  const questions: PlannedQuestion[] = always
    .slice(Math.floor(random() * 3))
    .map((each) => ({ ...each, atMs: soon() }));
  for (let count = 1 + Math.floor(random() * 2); count > 0; count -= 1) {
    const atMs = soon();
    const tokens = Math.max(1, Math.round(((killMs - atMs + (random() * 2 - 1) * nearMs) * rate) / 1000));
    questions.push({ kind: "ending", scenario: paced(tokens, 0.5), atMs });
  }
  for (let count = 1 + Math.floor(random() * 2); count > 0; count -= 1)
    questions.push({
      kind: "sending",
      scenario: paced(endless, 0.5),
      atMs: Math.max(0, killMs - Math.round(random() * nearMs)),
    });
  return {
    killMs,
    questions,
    renameMs: random() < 0.5 ? Math.round(random() * killMs) : null,
    startKillMs: random() < 0.15 ? Math.round(random() * 1400) : null,
  };
}
