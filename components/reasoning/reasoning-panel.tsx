"use client";

import ChevronRightIcon from "lucide-react/icons/chevron-right";
import { useId } from "react";
import type { ReasoningKind, ReasoningPart } from "@/lib/conversation/message";
import { CopyButton } from "../markdown/copy-button";
import { useRemembered } from "../ui/use-remembered";
import { formatDuration, formatTokens } from "./duration";
import { ReasoningText } from "./reasoning-text";
import { ReasoningTimer } from "./reasoning-timer";
import { useLingering } from "./use-lingering";

export interface ReasoningPanelProps {
  part: Pick<ReasoningPart, "text" | "kind" | "durationMs">;
  /** this part is still arriving: the answer, or a tool call, has not begun */
  isStreaming: boolean;
  /** milliseconds since 1970; needed while it streams, for the timer */
  startedAt: number | null;
  /** null = not reported */
  tokens: number | null;
  /** which of the message's parts it is */
  place?: string;
}

const foldDuration = 200; // milliseconds; a little longer than the style takes

const kindLabels: Record<ReasoningKind, string> = {
  raw: "Raw reasoning, unmoderated",
  summary: "Summary by the provider",
  hidden: "Hidden by the provider, kept and returned",
};

/** Opens while it streams, folds when that ends, and never moves against what the reader chose. */
export function ReasoningPanel({ part, isStreaming, startedAt, tokens, place = "" }: ReasoningPanelProps) {
  const [chosen, setChosen] = useRemembered(`reasoning ${place}`, null); // null: the reader has not touched it
  const regionId = useId();
  const isOpen = chosen ?? isStreaming;
  const isDrawn = useLingering(isOpen, foldDuration);
  const facts = <Facts part={part} isStreaming={isStreaming} startedAt={startedAt} tokens={tokens} />;

  if (part.kind === "hidden") return <HiddenReasoning facts={facts} />;
  return (
    <div className={isOpen ? "thought open" : "thought"}>
      <div className="head">
        <button
          type="button"
          className="toggle"
          aria-expanded={isOpen}
          aria-controls={regionId}
          onClick={() => setChosen(!isOpen)}
        >
          <span>{facts}</span>
          <ChevronRightIcon className="i s" aria-hidden />
        </button>
        <span className="grow" />
        {isOpen && <span className="label">{kindLabels[part.kind]}</span>}
        <span className="tools">
          <CopyButton label="Copy reasoning" textToCopy={() => part.text} />
        </span>
      </div>
      <div className="fold" data-open={isOpen || undefined} inert={!isOpen}>
        <div>
          {/* biome-ignore lint/a11y/useSemanticElements: a region named "Reasoning" is part of the interface of the page */}
          <div id={regionId} role="region" aria-label="Reasoning" className="text" hidden={!isDrawn}>
            {isDrawn && <ReasoningText text={part.text} isStreaming={isStreaming} />}
          </div>
        </div>
      </div>
    </div>
  );
}

/** Nothing to open: the provider kept the text to itself. */
function HiddenReasoning({ facts }: { facts: React.ReactNode }) {
  return (
    <div className="thought">
      <p className="head kept">
        <span>{facts}</span>
        <span>{kindLabels.hidden}</span>
      </p>
    </div>
  );
}

/** "Reasoning, 4.2 s, 412 tokens"; a figure that is not known is left out. */
function Facts({ part, isStreaming, startedAt, tokens }: ReasoningPanelProps) {
  const time =
    part.durationMs !== null ? (
      formatDuration(part.durationMs)
    ) : isStreaming && startedAt !== null ? (
      <ReasoningTimer startedAt={startedAt} />
    ) : null;
  const count = tokens === null ? null : `${formatTokens(tokens)}${isStreaming ? " so far" : ""}`;
  return (
    <>
      <b>Reasoning</b>
      {time !== null && <>, {time}</>}
      {count !== null && `, ${count}`}
    </>
  );
}
