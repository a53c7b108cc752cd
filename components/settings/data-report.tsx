import Link from "next/link";
import type { ImportedLine } from "@/lib/contract/imports";
import type { ImportState } from "./use-import";

export function ImportReport({ state, onCancel }: { state: ImportState; onCancel: () => void }) {
  const { phase, imported, present, skipped, lines, fileBytes, bytes, fileName, problem } = state;
  const isRunning = phase === "running";
  const told = imported + present + skipped;
  return (
    <div className="part form">
      <div className="report-head">
        <p role="status" className="grow">
          {phase === "done" && imported + present === 0 ? "Nothing was imported:" : headOf[phase]}{" "}
          <span className="muted">{fileName}</span>
          <br />
          <span className="tabular">
            {imported} imported, {present} already there, {skipped} skipped
          </span>
        </p>
        {isRunning && (
          <button type="button" className="btn" onClick={onCancel}>
            Cancel
          </button>
        )}
      </div>
      {isRunning && <progress aria-label="Import" max={Math.max(1, fileBytes)} value={Math.min(bytes, fileBytes)} />}
      {phase === "failed" && (
        <p className="help danger" role="alert">
          {problem} What was imported until then is kept; send the file again to go on.
        </p>
      )}
      {phase === "cancelled" && <p className="help">What was imported is kept; send the file again to go on.</p>}
      {lines.length > 0 && (
        <ul className="report" aria-label="Report">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only added
            <ReportLine key={index} line={line} />
          ))}
        </ul>
      )}
      {told > lines.length && <p className="help">{told - lines.length} more are counted and not listed.</p>}
    </div>
  );
}

const headOf = {
  running: "Importing",
  done: "Finished:",
  cancelled: "Cancelled:",
  failed: "Ended early:",
} as const;
const outcomeOf = { imported: "imported", present: "already there", skipped: "skipped" } as const;

function ReportLine({ line }: { line: ImportedLine }) {
  const { outcome, id, title, format, messages, reason, losses } = line;
  // What is no conversation has no title either.
  const name = title || (outcome === "skipped" && format === null ? "Unknown content" : "Without a title");
  return (
    <li data-outcome={outcome}>
      <p>
        {id ? (
          <Link href={`/c/${id}`} dir="auto">
            {name}
          </Link>
        ) : (
          <span dir="auto">{name}</span>
        )}{" "}
        <span className="faint">
          {outcomeOf[outcome]}
          {outcome !== "skipped" && `, ${messages === 1 ? "1 message" : `${messages} messages`}`}
          {format && `, ${format}`}
        </span>
      </p>
      {reason && <p className="help danger">{reason}</p>}
      {losses.length > 0 && (
        <details>
          <summary>{losses.length === 1 ? "1 thing is not in it" : `${losses.length} things are not in it`}</summary>
          <ul>
            {losses.map((loss, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
              <li key={index} className="help">
                {loss.message && <span className="mono">{loss.message}: </span>}
                {loss.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
