"use client";

import { memo } from "react";
import type { AnswerChange } from "@/components/composer/choice";
import type { LiveAnswer, Unsent } from "@/components/conversation/conversation-state";
import type { ComparisonView } from "@/lib/contract/comparison";
import type { Outline } from "@/lib/contract/outline";
import type { ReplayView } from "@/lib/contract/replay";
import type { MessageView } from "@/lib/conversation/message";
import { Answer } from "./answer";
import { Question } from "./question";

/** What a message can ask for; stable for the life of the page, so finished messages are never drawn again. */
export interface MessageActions {
  /** `change`: for the new answer only */
  regenerate: (messageId: string, change?: AnswerChange) => void;
  /** opens the words of a message for changing; null closes them */
  openEditor: (messageId: string | null) => void;
  /** asks a question in other words */
  edit: (messageId: string, text: string) => void;
  /** puts an answer in the person's words beside it; whether it is stored */
  editAnswer: (messageId: string, text: string) => Promise<boolean>;
  /** deletes it with everything under it */
  remove: (messageId: string) => void;
  /** copies the branch up to here into a conversation of its own, and opens it */
  fork: (messageId: string) => void;
  copyLink: (messageId: string) => void;
  /** an answer with its question, for others to read; absent where nothing can be shared */
  share?: ((answerId: string) => void) | undefined;
  /** some versions of an answer, as they are stored */
  loadVersions: (answerIds: string[]) => Promise<ComparisonView>;
  /** shows versions of an answer in columns */
  sideBySide: (answerIds: string[]) => void;
  /** asks other models the same question, side by side */
  compare: (questionId: string) => void;
  /** the whole tree in a few words per message */
  loadOutline: () => Promise<Outline>;
  /** goes on with an answer that was ended before it was complete */
  continue: (messageId: string) => void;
  resend: () => void;
  stop: () => void;
  chooseVersion: (messageId: string) => void;
  /** what went back of earlier reasoning with this answer */
  loadReplay: (messageId: string) => Promise<ReplayView>;
}

interface MessageProps {
  message: MessageView;
  /** only for the answer being written */
  live: LiveAnswer | null;
  unsent: Unsent | null;
  isBusy: boolean;
  isEditing: boolean;
  isLast: boolean;
  actions: MessageActions;
}

export const Message = memo(function Message({
  message,
  live,
  unsent,
  isBusy,
  isEditing,
  isLast,
  actions,
}: MessageProps) {
  return message.role === "user" ? (
    <Question message={message} isBusy={isBusy} isEditing={isEditing} isLast={isLast} actions={actions} />
  ) : (
    <Answer message={message} live={live} unsent={unsent} isBusy={isBusy} isEditing={isEditing} actions={actions} />
  );
});
