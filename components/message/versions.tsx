"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { MessageView } from "@/lib/conversation/message";

interface VersionsProps {
  message: MessageView;
  isBusy: boolean;
  onChoose: (messageId: string) => void;
}

/** Siblings of one message: the other answers to a question, the other forms of it. */
export function Versions({ message, isBusy, onChoose }: VersionsProps) {
  const at = message.siblings.indexOf(message.id);
  const previous = message.siblings[at - 1];
  const next = message.siblings[at + 1];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of two buttons and a figure
    <span className="versions" role="group" aria-label="Versions">
      <button
        type="button"
        className="icon sm"
        aria-label="Previous version"
        disabled={isBusy || !previous}
        onClick={() => previous && onChoose(previous)}
      >
        <ChevronLeft className="i s" aria-hidden />
      </button>
      <span>{`${at + 1} of ${message.siblings.length}`}</span>
      <button
        type="button"
        className="icon sm"
        aria-label="Next version"
        disabled={isBusy || !next}
        onClick={() => next && onChoose(next)}
      >
        <ChevronRight className="i s" aria-hidden />
      </button>
    </span>
  );
}
