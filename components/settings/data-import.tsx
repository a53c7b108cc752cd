"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { ImportReport } from "./data-report";
import { useImport } from "./use-import";

const formats = [
  [
    "Verbatim export",
    "JSON of one conversation or of everything: comes back as it was, reasoning and proofs included.",
  ],
  [
    "ChatGPT export (conversations.json)",
    "Unpack the archive first. Versions, reasoning and tools are kept; pictures are not in the file.",
  ],
  ["Open WebUI export", "All chats or one, as JSON."],
  ["LibreChat export", "One conversation as JSON, with all branches."],
] as const;

export function DataImport() {
  const { state, start, cancel } = useImport();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const isRunning = state?.phase === "running";
  const take = (file: File | undefined) => {
    if (file && !isRunning) void start(file);
  };
  const over = (event: DragEvent, isHere: boolean) => {
    event.preventDefault();
    setIsOver(isHere);
  };
  return (
    <section className="card" aria-label="Import">
      <div className="top">
        <div className="grow">
          <h2>Import</h2>
          <p className="where">Trees, times, models and reasoning are kept. The same file again makes no doubles.</p>
        </div>
      </div>
      <div className="part form">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside does the same */}
        <div
          className="drop"
          data-over={isOver}
          onDragEnter={(event) => over(event, true)}
          onDragOver={(event) => over(event, true)}
          onDragLeave={(event) => over(event, false)}
          onDrop={(event) => {
            over(event, false);
            take(event.dataTransfer.files[0]);
          }}
        >
          <button type="button" className="btn" disabled={isRunning} onClick={() => input.current?.click()}>
            <FileUp className="i" aria-hidden />
            Choose a file
          </button>
          <span className="help">or drop it here. JSON or JSON Lines, up to 4 GB.</span>
          <input
            ref={input}
            type="file"
            className="sr"
            tabIndex={-1}
            aria-label="File to import"
            accept=".json,.jsonl,application/json"
            onChange={(event) => {
              take(event.target.files?.[0]);
              // The same file can be chosen again.
              event.target.value = "";
            }}
          />
        </div>
        <dl className="formats">
          {formats.map(([name, help]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="help">{help}</dd>
            </div>
          ))}
        </dl>
      </div>
      {state && <ImportReport state={state} onCancel={cancel} />}
    </section>
  );
}
