"use client";

import { Download } from "lucide-react";
import { useId, useState } from "react";

const formats = [
  {
    value: "json",
    name: "JSON, complete",
    help: "Every version and call as received, with signatures. Can be imported and verified.",
  },
  {
    value: "markdown",
    name: "Markdown, a ZIP archive",
    help: "The open branch of each conversation as a file to read.",
  },
  { value: "jsonl", name: "JSON Lines", help: "Every branch as one line of messages, for other programs." },
] as const;

export function DataExport() {
  const [format, setFormat] = useState<(typeof formats)[number]["value"]>("json");
  const [withReasoning, setWithReasoning] = useState(true);
  const id = useId();
  const isComplete = format === "json";
  const query = `format=${format}${isComplete ? "" : `&reasoning=${withReasoning ? 1 : 0}`}`;
  return (
    <section className="card" aria-label="Export everything">
      <div className="top">
        <div className="grow">
          <h2>Export everything</h2>
          <p className="where">All conversations in one file. Keys of connections are never in it.</p>
        </div>
        <a className="btn primary" href={`/api/export?${query}`} download>
          <Download className="i" aria-hidden />
          Export
        </a>
      </div>
      <div className="part form">
        <fieldset className="choices">
          <legend>Format</legend>
          {formats.map(({ value, name, help }) => (
            <label key={value}>
              <input type="radio" name={`${id}format`} checked={format === value} onChange={() => setFormat(value)} />
              <span>
                {name}
                <span className="help">{help}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <label className="check" data-off={isComplete}>
          <input
            type="checkbox"
            checked={isComplete || withReasoning}
            disabled={isComplete}
            onChange={(event) => setWithReasoning(event.target.checked)}
          />
          With reasoning
        </label>
      </div>
    </section>
  );
}
