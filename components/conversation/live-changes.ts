import type { AnswerMessage } from "@/lib/client/answer-message";
import type { MessageView } from "@/lib/conversation/message";
import {
  type ConversationState,
  type LiveAnswer,
  mergeMessages,
  newAnswer,
  newQuestion,
  progressOf,
} from "./conversation-state";
import { reasoningStart } from "./reasoning-start";

type Change = Pick<ConversationState, "messages" | "live">;
interface Shown {
  messages: readonly MessageView[];
  live: LiveAnswer;
  /** the answer as the page has it */
  previous: MessageView;
}

const replaced = ({ messages, previous }: Shown, next: MessageView) =>
  messages.map((message) => (message === previous ? next : message));
const lastWordAt = ({ previous, live }: Shown, next: MessageView) =>
  progressOf(next) === progressOf(previous) ? live.lastWordAt : Date.now();

/** The connection is lost, or back: silence is the model's only while it would be heard. */
export function withLine(live: LiveAnswer, state: "lost" | "back", now: number): LiveAnswer {
  const { lostAt } = live;
  if (state === "lost") return { ...live, lostAt: lostAt ?? now };
  return lostAt === null ? live : { ...live, lostAt: null, lastWordAt: live.lastWordAt + now - lostAt };
}

/** The stored answer, when nothing comes of its stream. `branch`: all that is stored, for an answer that may stand in another turn. */
export function withStored(shown: Shown, stored: MessageView, branch: readonly MessageView[] | null): Change {
  const live = {
    ...shown.live,
    messageId: stored.id,
    isCatchingUp: true,
    lastWordAt: lastWordAt(shown, stored),
  };
  return { messages: branch ? mergeMessages(shown.messages, branch) : replaced(shown, stored), live };
}

/** The answer as its stream has it now. */
export function withFrame(before: Shown, next: MessageView, { metadata }: AnswerMessage): Change {
  const live = withLine(before.live, "back", Date.now());
  const { previous } = before;
  const shown = { ...before, live };
  return {
    messages: replaced(shown, next),
    live: {
      ...live,
      messageId: next.id,
      reasoningStartedAt: reasoningStart(previous, next, live, Date.now()),
      lastWordAt: lastWordAt(shown, next),
      keptParts: metadata?.continues?.kept ?? live.keptParts,
      attempt: metadata?.attempt ?? null,
      isCatchingUp: false,
    },
  };
}

/** `messages` as they were before the answer went on, and below the unfinished one the turn in which it does. */
export function withNewTurn(
  messages: readonly MessageView[],
  { of, text, questionId, answerId }: { of: string; text: string; questionId: string; answerId: string },
): MessageView[] {
  const at = messages.findIndex((message) => message.id === of);
  const question = { ...newQuestion(questionId, of, text), continuesId: of };
  return [...messages.slice(0, at + 1), question, newAnswer(answerId, questionId)];
}
