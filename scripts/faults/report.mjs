/** @typedef {import("../../e2e/support/kills/kill-round.ts").KillRound} KillRound */
/** @typedef {ReturnType<typeof figuresOf>} Figures */

/** @param {KillRound[]} rounds */
const lossesOf = (rounds) =>
  rounds
    .flatMap(({ answers }) => answers.flatMap(({ lostMs }) => (lostMs === null ? [] : [lostMs])))
    .sort((a, b) => a - b);

/** @param {number[]} sorted @param {number} share */
const at = (sorted, share) => {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return value === undefined ? null : Math.round(value);
};

/** @param {KillRound[]} rounds @param {{ seed: number, acknowledged: number, minutes: number }} run */
export function figuresOf(rounds, run) {
  const answers = rounds.flatMap((round) => round.answers);
  /** @type {Record<string, number>} */
  const byStatus = {};
  for (const { status } of answers) byStatus[status ?? "not stored"] = (byStatus[status ?? "not stored"] ?? 0) + 1;
  const losses = lossesOf(rounds);
  const restarts = rounds.map(({ restartMs }) => restartMs).sort((a, b) => a - b);
  return {
    ...run,
    kills: rounds.length,
    killsDuringStart: rounds.filter(({ startKillMs }) => startKillMs !== null).length,
    answers: answers.length,
    byStatus,
    tokensStored: answers.reduce((sum, { tokens }) => sum + tokens, 0),
    lostMs: { median: at(losses, 0.5), p95: at(losses, 0.95), most: at(losses, 1) },
    restartMs: { median: at(restarts, 0.5), most: at(restarts, 1) },
    roundsWithFaults: rounds.filter(({ faults }) => faults.length > 0).length,
  };
}

/** @param {Figures} figures */
export function summaryOf(figures) {
  const { kills, killsDuringStart, answers, byStatus, acknowledged, lostMs, restartMs, roundsWithFaults } = figures;
  const statuses = Object.entries(byStatus).map(([status, count]) => `${count} ${status}`);
  return (
    `${kills} kills and ${killsDuringStart} more during the start after one, ${answers} answers (${statuses.join(", ")}), ${acknowledged} acknowledged questions; ` +
    `text lost: median ${lostMs.median} ms, 95 % at most ${lostMs.p95} ms, all at most ${lostMs.most} ms (promised 1000); ` +
    `ready again after ${restartMs.median} ms (most ${restartMs.most}); ${figures.minutes.toFixed(1)} min; rounds with faults: ${roundsWithFaults}; --seed ${figures.seed}`
  );
}

const binMs = 100;

/** How much text before the kill was not stored, as bars. @param {KillRound[]} rounds */
export function lossFigure(rounds) {
  const losses = lossesOf(rounds);
  const most = losses.at(-1);
  if (most === undefined) return "No kill came after the first token.";
  const perBar = Math.max(1, Math.ceil(losses.length / 200));
  const bars = Array.from({ length: Math.floor(most / binMs) + 1 }, (_, bin) => {
    const count = losses.filter((loss) => Math.floor(loss / binMs) === bin).length;
    return `${String(bin * binMs).padStart(5)} ms ${"#".repeat(Math.ceil(count / perBar))}${count > 0 ? ` ${count}` : ""}`;
  });
  return `Text lost before a kill, answers by the tenth of a second:\n${bars.join("\n")}`;
}
