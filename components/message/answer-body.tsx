"use client";

import { DatabaseZap } from "lucide-react";
import type { ReactNode } from "react";
import type { LiveAnswer, Unsent } from "@/components/conversation/conversation-state";
import { joinTexts } from "@/lib/conversation/join-texts";
import type { MessageView } from "@/lib/conversation/message";
import { AnswerPart } from "./answer-part";
import { AnswerNotice, type NoticeActions } from "./notice";
import { Silence } from "./silence";
import { Stages } from "./stages";

export type AnswerActions = NoticeActions & { stop: () => void };

interface AnswerBodyProps {
  message: MessageView;
  live: LiveAnswer | null;
  unsent: Unsent | null;
  isBusy: boolean;
  actions: AnswerActions;
  /** stands in place of its words, such as an editor for them */
  instead?: ReactNode;
}

/** What an answer says, and where it stands while it runs; how it ended, when it did not end well. */
export function AnswerBody({ message, live, unsent, isBusy, actions, instead }: AnswerBodyProps) {
  const { completion, parts } = message;
  const isRunning = message.status === "running";
  const shown = joinTexts(parts);
  const reasoningParts = parts.filter((part) => part.type === "reasoning").length;
  // the figure is of this answer's own calls, a part may be of the one it goes on from
  const reasoningTokens =
    reasoningParts === 1 && message.continuesId === null ? (completion?.usage?.reasoningTokens ?? null) : null;
  return (
    <>
      {isRunning && live && live.keptParts === 0 && <Stages message={message} live={live} onStop={actions.stop} />}
      {instead}
      {(instead ? [] : shown).map((part, index) => {
        const isLast = index === shown.length - 1;
        const isOpen = isRunning && isLast && (part.type !== "reasoning" || part.durationMs === null);
        return (
          <AnswerPart
            // parts only ever grow at the end
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            part={part}
            place={String(index)}
            isStreaming={isOpen}
            startedAt={isOpen ? (live?.reasoningStartedAt ?? null) : null}
            tokens={part.type === "reasoning" ? reasoningTokens : null}
          />
        );
      })}
      {/* below what was there already: nothing that is being read is pushed down */}
      {isRunning && live && live.keptParts > 0 && (
        <Stages message={ownOf(message, live.keptParts)} live={live} onStop={actions.stop} />
      )}
      {isRunning && live && <Silence message={message} live={live} />}
      {message.isUnsaved && (
        <p className="remark" role="status">
          <DatabaseZap className="i s" aria-hidden />
          <span>Not saved yet: the database does not answer. The text goes on, and is saved when it is back.</span>
        </p>
      )}
      {!isRunning && <AnswerNotice message={message} unsent={unsent} isBusy={isBusy} actions={actions} />}
    </>
  );
}

const ownOf = (message: MessageView, kept: number): MessageView => ({ ...message, parts: message.parts.slice(kept) });
