"use client";

import { DatabaseZap } from "lucide-react";
import dynamic from "next/dynamic";
import { shortModel } from "@/components/composer/choice";
import type { LiveAnswer, Unsent } from "@/components/conversation/conversation-state";
import { LocalTime } from "@/components/ui/local-time";
import { joinTexts } from "@/lib/conversation/join-texts";
import type { MessageView } from "@/lib/conversation/message";
import { AnswerPart } from "./answer-part";
import { answeringModel } from "./call-facts";
import { Folio } from "./folio";
import type { MessageActions } from "./message";
import { AnswerNotice } from "./notice";
import { Silence } from "./silence";
import { Stages } from "./stages";

const MessageEditor = dynamic(() => import("./message-editor").then((module) => module.MessageEditor), { ssr: false });

interface AnswerProps {
  message: MessageView;
  live: LiveAnswer | null;
  unsent: Unsent | null;
  isBusy: boolean;
  isEditing: boolean;
  actions: MessageActions;
}

export function Answer({ message, live, unsent, isBusy, isEditing, actions }: AnswerProps) {
  const { completion, parts, status } = message;
  const isRunning = status === "running";
  const shown = joinTexts(parts);
  const reasoningParts = parts.filter((part) => part.type === "reasoning").length;
  // the figure is of this answer's own calls, a part may be of the one it goes on from
  const reasoningTokens =
    reasoningParts === 1 && message.continuesId === null ? (completion?.usage?.reasoningTokens ?? null) : null;
  return (
    <article
      className="turn a"
      aria-label="Assistant"
      data-message-id={message.id}
      data-status={status}
      data-settled={isRunning ? undefined : ""}
      tabIndex={-1}
    >
      <div className="margin">
        <b>{shortModel(live?.attempt?.model || (completion && answeringModel(completion)) || live?.modelName || "")}</b>
        <LocalTime iso={message.createdAt} />
        {message.continuesId !== null && <span>continued</span>}
        {message.editedFromId !== null && <span>edited by you</span>}
      </div>
      <div className="body">
        {isRunning && live && live.keptParts === 0 && <Stages message={message} live={live} onStop={actions.stop} />}
        {isEditing && (
          <MessageEditor
            messageId={message.id}
            text={wordsOf(message)}
            saveLabel="Save as a copy"
            isBusy={isBusy}
            onSave={(text) => actions.editAnswer(message.id, text)}
            onClose={() => actions.openEditor(null)}
          />
        )}
        {(isEditing ? [] : shown).map((part, index) => {
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
        {!isRunning && !isEditing && (completion || message.editedFromId !== null) && (
          <Folio message={message} completion={completion} isBusy={isBusy} actions={actions} />
        )}
      </div>
    </article>
  );
}

const wordsOf = ({ parts }: MessageView) => parts.map((part) => (part.type === "text" ? part.text : "")).join("");
const ownOf = (message: MessageView, kept: number): MessageView => ({ ...message, parts: message.parts.slice(kept) });
