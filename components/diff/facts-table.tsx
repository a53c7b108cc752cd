import { notReported } from "@/lib/client/figures";
import type { FactDiff } from "./settings-diff";

interface FactsTableProps {
  lines: readonly FactDiff[];
  /** of the two versions */
  names: readonly [string, string];
}

/** What differs, a line each. */
export function FactsTable({ lines, names }: FactsTableProps) {
  if (lines.length === 0) return <p className="muted">Nothing differs.</p>;
  return (
    <table className="facts-diff">
      <thead>
        <tr>
          <td />
          <th scope="col">{names[0]}</th>
          <th scope="col">{names[1]}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, before, after, isSetting }) => (
          <tr key={`${name} ${isSetting}`}>
            <th scope="row">{name}</th>
            <td className={before === null ? "na" : undefined}>{before ?? missing(isSetting)}</td>
            <td className={after === null ? "na" : undefined}>{after ?? missing(isSetting)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const missing = (isSetting: boolean) => (isSetting ? "not sent" : notReported);
