"use client";

import DownloadIcon from "lucide-react/icons/download";
import WrapTextIcon from "lucide-react/icons/wrap-text";
import { memo, useState } from "react";
import { codeTitle, fileNameFor } from "./code-info";
import { CopyButton } from "./copy-button";
import { type InkRun, linesOf } from "./ink";
import { useInk } from "./use-ink";

interface CodeBlockProps {
  code: string;
  /** what stands after the opening fence: a language, sometimes a file name */
  info: string;
  isOpen: boolean;
}

/** Code in a frame of its own: coloured when it is complete, and shown as it comes before that. */
export function CodeBlock({ code, info, isOpen }: CodeBlockProps) {
  const [isWrapped, setWrapped] = useState(false);
  const runs = useInk({ code, info, isOpen });
  return (
    <figure className="block" data-wrap={isWrapped || undefined}>
      <header>
        <span className="mono grow">{codeTitle(info)}</span>
        <button
          type="button"
          className="icon sm"
          aria-label="Wrap lines"
          title="Wrap lines"
          aria-pressed={isWrapped}
          onClick={() => setWrapped(!isWrapped)}
        >
          <WrapTextIcon className="i s" aria-hidden />
        </button>
        <button
          type="button"
          className="icon sm"
          aria-label="Download"
          title="Download"
          onClick={() => download(code, fileNameFor(info))}
        >
          <DownloadIcon className="i s" aria-hidden />
        </button>
        <CopyButton label="Copy" textToCopy={() => code} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre dir="ltr" tabIndex={0}>
        <code>
          {linesOf(runs).map(({ start, runs: lines }) => (
            <Lines key={start} runs={lines} />
          ))}
        </code>
      </pre>
    </figure>
  );
}

/** Some lines of code. Each group is a box of its own, so that growing code lays out only its last lines again. */
const Lines = memo(
  function Lines({ runs }: { runs: readonly InkRun[] }) {
    return (
      <span className="lines">
        {runs.map(({ start, text, ink }) =>
          ink ? (
            <span key={start} className={`tok-${ink}`}>
              {text}
            </span>
          ) : (
            text
          ),
        )}
      </span>
    );
  },
  ({ runs: before }, { runs: after }) =>
    before.length === after.length &&
    before.every((run, index) => run.text === after[index]?.text && run.ink === after[index]?.ink),
);

function download(code: string, name: string): void {
  const address = URL.createObjectURL(new Blob([code], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the address over by the next task.
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
