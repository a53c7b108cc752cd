"use client";

import { ChevronRight, CircleAlert, Wrench } from "lucide-react";
import { useId } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { useRemembered } from "@/components/ui/use-remembered";
import type { ToolPart } from "@/lib/conversation/message";
import { readableArguments, toolGist } from "./tool-gist";

const stateWords = { not_run: "not run", running: "running", done: "", failed: "failed" } as const;

/** One tool the model called, where it happened: a line, and behind it the arguments and the result in full. */
export function ToolStep({ part, place }: { part: ToolPart; place: string }) {
  const [isOpen, setIsOpen] = useRemembered(`tool ${place}`, false);
  const regionId = useId();
  const word = stateWords[part.state];
  const { asked, got } = toolGist(part);
  const Icon = part.state === "failed" ? CircleAlert : Wrench;
  return (
    <div className="step" data-part="tool" data-state={part.state}>
      <button
        type="button"
        className="line"
        aria-expanded={isOpen}
        aria-controls={regionId}
        onClick={() => setIsOpen(!isOpen)}
      >
        <Icon className="i s" aria-hidden />
        <b>{part.name}</b>
        <span className="grow flex min-w-0 gap-[1ch]">
          {asked && <span className="truncate">{asked}</span>}
          {/* the question gives way first, and keeps a quarter of the line */}
          {got && <span className="max-w-[75%] shrink-0 truncate">{got}</span>}
        </span>
        {word && <span className="state">{word}</span>}
        <ChevronRight className="i s chevron" aria-hidden />
      </button>
      <section id={regionId} aria-label={`Tool ${part.name}`} hidden={!isOpen}>
        {isOpen && (
          <>
            <Text label="Arguments" text={readableArguments(part.arguments)} emptyText="none" />
            {part.state === "not_run" ? (
              <p className="why">
                Not run: this request offered no such tool, or the answer ended before it was its turn.
              </p>
            ) : (
              part.result !== null && (
                <Text label={part.state === "failed" ? "Error" : "Result"} text={part.result} emptyText="empty" />
              )
            )}
          </>
        )}
      </section>
    </div>
  );
}

function Text({ label, text, emptyText }: { label: string; text: string; emptyText: string }) {
  return (
    <div className="field">
      <div className="name">
        <h3>{label}</h3>
        {text !== "" && <CopyButton label={`Copy ${label.toLowerCase()}`} text={() => text} />}
      </div>
      {text === "" ? (
        <p className="faint">{emptyText}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        <pre tabIndex={0}>{text}</pre>
      )}
    </div>
  );
}
