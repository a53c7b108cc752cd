/** @param {number[]} values @param {number} share 0.5 = the median; NaN without values */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** @param {number} value @param {number} [digits] */
export const figure = (value, digits = 1) => (Number.isFinite(value) ? value.toFixed(digits) : "–");

/** Lines of a table with columns as wide as they need to be. @param {string[][]} rows the first one names the columns */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}

/**
 * @typedef {{ name: string, value: number, limit: number, unit: string }} Budget kept when the value is at most the limit
 * @param {Budget} budget
 */
export const isKept = ({ value, limit }) => Number.isFinite(value) && value <= limit;

/** @param {Budget} budget */
export function budgetLine(budget) {
  const { name, value, limit, unit } = budget;
  return `${isKept(budget) ? "pass" : "FAIL"}  ${name}: ${figure(value, 2)}${unit} (at most ${limit}${unit})`;
}
