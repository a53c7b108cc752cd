/** @typedef {import("../../e2e/support/kill-round.ts").KillRound} KillRound */

/** @param {KillRound[]} rounds */
export function lossTable(rounds) {
  const head = ["kill", "after ms", "question", "status", "tokens", "lost ms", "ready ms", "faults"];
  const rows = rounds.map((round, index) => [
    String(index + 1),
    String(round.delayMs),
    round.questionStored ? "stored" : round.acknowledged ? "LOST" : "not sent",
    round.status ?? "-",
    String(round.tokens),
    round.lostMs === null ? "-" : String(Math.round(round.lostMs)),
    String(Math.round(round.restartMs)),
    round.faults.join("; ") || "none",
  ]);
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const binMs = 100;

/** How much text before the kill was not stored, as bars. @param {KillRound[]} rounds */
export function lossFigure(rounds) {
  const losses = rounds.flatMap(({ lostMs }) => (lostMs === null ? [] : [lostMs])).sort((a, b) => a - b);
  const [most] = losses.slice(-1);
  if (most === undefined) return "No kill came after the first token.";
  const bars = Array.from({ length: Math.floor(most / binMs) + 1 }, (_, bin) => {
    const count = losses.filter((loss) => Math.floor(loss / binMs) === bin).length;
    return `${String(bin * binMs).padStart(5)} ms ${"#".repeat(count)}${count > 0 ? ` ${count}` : ""}`;
  });
  const median = losses[Math.floor((losses.length - 1) / 2)] ?? most;
  return `Text lost before a kill: median ${Math.round(median)} ms, at most ${Math.round(most)} ms (promised: 1000)\n${bars.join("\n")}`;
}
