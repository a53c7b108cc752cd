"use client";

import { CornerDownRight, Pencil } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { later } from "@/components/ui/later";
import { LocalTime } from "@/components/ui/local-time";
import { NewVersion } from "@/components/ui/new-version";
import { useRemembered } from "@/components/ui/use-remembered";
import type { MessageView } from "@/lib/conversation/message";
import type { MessageActions } from "./message";
import { MessageMenu } from "./message-menu";
import { Versions } from "./versions";

const MessageEditor = later(() => import("./message-editor").then((module) => module.MessageEditor), NewVersion);

/** Longer questions are folded: pasted files should not push the answer away. */
const foldAt = 2400;

export function Question(props: QuestionProps) {
  return props.message.continuesId === null ? <AskedQuestion {...props} /> : <ContinueLine {...props} />;
}

interface QuestionProps {
  message: MessageView;
  isBusy: boolean;
  isEditing: boolean;
  isLast: boolean;
  actions: MessageActions;
}

/** Asked by Continue: these are not a person's words, and are not drawn like them. */
function ContinueLine({ message, isBusy, actions }: QuestionProps) {
  return (
    <article
      className="turn q"
      aria-label="Continued"
      data-message-id={message.id}
      data-status={message.status}
      data-settled
      tabIndex={-1}
    >
      <div className="margin" />
      <div className="body">
        <p className="remark" data-part="continue">
          <CornerDownRight className="i s" aria-hidden />
          <span>{textOf(message)}</span>
        </p>
        {message.siblings.length > 1 && (
          <div className="folio">
            <Versions message={message} isBusy={isBusy} onChoose={actions.chooseVersion} />
          </div>
        )}
      </div>
    </article>
  );
}

const textOf = ({ parts }: MessageView) => parts.map((part) => (part.type === "text" ? part.text : "")).join("");

function AskedQuestion({ message, isBusy, isEditing, isLast, actions }: QuestionProps) {
  const text = textOf(message);
  const isLong = text.length > foldAt || text.split("\n", 40).length === 40;
  const [isFolded, setIsFolded] = useRemembered("folded", true);
  return (
    <article
      className="turn q"
      aria-label="You"
      data-message-id={message.id}
      data-status={message.status}
      data-settled
      tabIndex={-1}
    >
      <div className="margin">
        <b>You</b>
        <LocalTime iso={message.createdAt} />
        <span className="qact">
          <CopyButton label="Copy" text={() => text} />
          <button
            type="button"
            className="icon sm"
            aria-label="Edit"
            title="Edit"
            aria-expanded={isEditing}
            disabled={isBusy}
            onClick={() => actions.openEditor(isEditing ? null : message.id)}
          >
            <Pencil className="i s" aria-hidden />
          </button>
          <MessageMenu message={message} isBusy={isBusy} actions={actions} />
        </span>
      </div>
      <div className="body">
        {isEditing ? (
          <MessageEditor
            messageId={message.id}
            text={text}
            saveLabel="Save and send"
            isBusy={isBusy}
            onSave={(changed) => {
              actions.edit(message.id, changed);
              return undefined;
            }}
            onClose={() => actions.openEditor(null)}
          />
        ) : (
          <p className="question" dir="auto" data-part="question" data-folded={isLong && isFolded}>
            {text}
          </p>
        )}
        {isLong && !isEditing && (
          <button type="button" className="unfold" aria-expanded={!isFolded} onClick={() => setIsFolded(!isFolded)}>
            {isFolded ? "Show the whole question" : "Show less"}
          </button>
        )}
        {isLast && !isBusy && !isEditing && (
          <p className="remark">
            This question has no answer.
            <button type="button" className="btn" onClick={() => actions.regenerate(message.id)}>
              Answer
            </button>
          </p>
        )}
        {message.siblings.length > 1 && (
          <div className="folio">
            <Versions message={message} isBusy={isBusy} onChoose={actions.chooseVersion} />
          </div>
        )}
      </div>
    </article>
  );
}
