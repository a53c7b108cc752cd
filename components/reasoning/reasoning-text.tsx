"use client";

import { type ComponentType, lazy, memo, Suspense, useState } from "react";
import { advanceParagraphs, fencedCode, noParagraphs, type Paragraph, piecesOf } from "./paragraphs";

interface InlineTextProps {
  text: string;
}

const InlineText = lazy(
  (): Promise<{ default: ComponentType<InlineTextProps> }> =>
    import("../markdown/inline-text").catch(() => ({ default: PlainInline })), // the words matter more than their form
);

function PlainInline({ text }: InlineTextProps) {
  return text;
}

/** Reasoning in paragraphs, which the style numbers in the margin. Only the paragraph that still grows is drawn again. */
export function ReasoningText({ text, isStreaming }: { text: string; isStreaming: boolean }) {
  const [taken, setTaken] = useState(() => advanceParagraphs(noParagraphs, text));
  let paragraphs = taken;
  if (taken.text !== text) {
    paragraphs = advanceParagraphs(taken, text);
    setTaken(paragraphs);
  }
  const { closed, open } = paragraphs;
  const isCaretInOpen = isStreaming && open !== null;
  return (
    <>
      {[...closed, ...(open ? [open] : [])].map((paragraph) => (
        <ParagraphView
          key={paragraph.id}
          text={paragraph.text}
          isCode={paragraph.isCode}
          hasCaret={isCaretInOpen && paragraph === open}
        />
      ))}
      {isStreaming && !isCaretInOpen && (
        <p className="waiting">
          <Caret />
        </p>
      )}
    </>
  );
}

interface ParagraphViewProps extends Pick<Paragraph, "text" | "isCode"> {
  hasCaret: boolean;
}

const ParagraphView = memo(function ParagraphView({ text, isCode, hasCaret }: ParagraphViewProps) {
  if (isCode) {
    return (
      <pre dir="ltr">
        {fencedCode(text).code}
        {hasCaret && <Caret />}
      </pre>
    );
  }
  return (
    <p dir="auto">
      {piecesOf(text).map((piece) => (
        <Piece key={piece.start} text={piece.text} />
      ))}
      {hasCaret && <Caret />}
    </p>
  );
});

const Piece = memo(function Piece({ text }: InlineTextProps) {
  return (
    <Suspense fallback={text}>
      <InlineText text={text} />
    </Suspense>
  );
});

/** Ends live text. It does not blink: the text itself shows that something happens. */
function Caret() {
  return <span className="caret" aria-hidden />;
}
