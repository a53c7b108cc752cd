"use client";

import { shortModel } from "@/components/composer/choice";
import type { LiveAnswer, Unsent } from "@/components/conversation/conversation-state";
import { later } from "@/components/ui/later";
import { LocalTime } from "@/components/ui/local-time";
import { NewVersion } from "@/components/ui/new-version";
import type { MessageView } from "@/lib/conversation/message";
import { AnswerBody } from "./answer-body";
import { answeringModel } from "./call-facts";
import { Folio } from "./folio";
import type { MessageActions } from "./message";

const MessageEditor = later(() => import("./message-editor").then((module) => module.MessageEditor), NewVersion);

interface AnswerProps {
  message: MessageView;
  live: LiveAnswer | null;
  unsent: Unsent | null;
  isBusy: boolean;
  isEditing: boolean;
  actions: MessageActions;
}

export function Answer({ message, live, unsent, isBusy, isEditing, actions }: AnswerProps) {
  const { completion, status } = message;
  const isRunning = status === "running";
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
        <AnswerBody
          message={message}
          live={live}
          unsent={unsent}
          isBusy={isBusy}
          actions={actions}
          instead={
            isEditing && (
              <MessageEditor
                messageId={message.id}
                text={wordsOf(message)}
                saveLabel="Save as a copy"
                isBusy={isBusy}
                onSave={(text) => actions.editAnswer(message.id, text)}
                onClose={() => actions.openEditor(null)}
              />
            )
          }
        />
        {!isRunning && !isEditing && (completion || message.editedFromId !== null) && (
          <Folio message={message} completion={completion} isBusy={isBusy} actions={actions} />
        )}
      </div>
    </article>
  );
}

const wordsOf = ({ parts }: MessageView) => parts.map((part) => (part.type === "text" ? part.text : "")).join("");
