"use client";

import { Info, ShieldAlert } from "lucide-react";
import dynamic from "next/dynamic";
import { memo, Suspense, useContext } from "react";
import type { MarkdownProps } from "@/components/markdown/markdown";
import type { ReasoningPanelProps } from "@/components/reasoning/reasoning-panel";
import type { MessagePart } from "@/lib/conversation/message";
import { PartViewsContext } from "./part-views";
import { ToolStep } from "./tool-step";

// fetched with the first key press or with the first answer on the page; the empty page does not need them
const Markdown = dynamic<MarkdownProps>(() =>
  import("@/components/markdown/markdown").then(
    (module) => module.Markdown,
    () => BareText,
  ),
);
const ReasoningPanel = dynamic<ReasoningPanelProps>(() =>
  import("@/components/reasoning/reasoning-panel").then(
    (module) => module.ReasoningPanel,
    () =>
      ({ part }) => <BareReasoning text={part.text} />,
  ),
);

interface AnswerPartProps {
  part: MessagePart;
  isStreaming: boolean;
  /** epoch ms at which the running reasoning began */
  startedAt: number | null;
  tokens: number | null;
  /** which of the parts it is */
  place: string;
}

export const AnswerPart = memo(function AnswerPart({ part, isStreaming, startedAt, tokens, place }: AnswerPartProps) {
  const views = useContext(PartViewsContext);
  switch (part.type) {
    case "reasoning": {
      const props = { part, isStreaming, startedAt, tokens, place };
      return views ? (
        <views.ReasoningPanel {...props} />
      ) : (
        <Suspense fallback={isStreaming ? <BareReasoning text={part.text} /> : <div className="thought" />}>
          <ReasoningPanel {...props} />
        </Suspense>
      );
    }
    case "text":
      // line breaks between two reasoning parts are kept in the record and drawn as nothing
      return part.text.trim() === "" ? null : (
        <div className="answer" data-part="answer">
          {views ? (
            <views.Markdown text={part.text} isStreaming={isStreaming} />
          ) : (
            <Suspense fallback={<BareText text={part.text} />}>
              <Markdown text={part.text} isStreaming={isStreaming} />
            </Suspense>
          )}
        </div>
      );
    case "refusal":
      return (
        <div className="notice" data-part="refusal">
          <ShieldAlert className="i" aria-hidden />
          <p className="title">The model declined</p>
          <p className="muted" dir="auto">
            {part.text}
          </p>
        </div>
      );
    case "tool":
      return <ToolStep part={part} place={place} />;
    case "notice":
      return (
        <p className="remark" data-part="notice">
          <Info className="i s" aria-hidden />
          <span>{part.text}</span>
        </p>
      );
    default:
      return part satisfies never;
  }
});

function BareText({ text }: { text: string }) {
  return (
    <p className="plain" dir="auto">
      {text}
    </p>
  );
}

/** The words matter more than their form: they are there before what draws them, as on the first page after the server's start. */
function BareReasoning({ text }: { text: string }) {
  return (
    <div className="thought open">
      {/* biome-ignore lint/a11y/useSemanticElements: as in the panel that takes its place */}
      <div role="region" aria-label="Reasoning" className="text">
        <p className="plain" dir="auto">
          {text}
        </p>
      </div>
    </div>
  );
}
