import type { AnswerMessage } from "@/lib/client/answer-message";
import type { MessageView } from "@/lib/conversation/message";
import { type ConversationState, type LiveAnswer, newAnswer, newQuestion, progressOf } from "./conversation-state";
import { reasoningStart } from "./reasoning-start";

type Change = Partial<ConversationState> & { live: LiveAnswer };
interface Shown {
  messages: readonly MessageView[];
  live: LiveAnswer;
}

const replaced = ({ messages, live }: Shown, next: MessageView) => ({
  messages: messages.map((message) => (message.id === live.messageId ? next : message)),
});
const lastWordAt = ({ live }: Shown, next: MessageView) =>
  progressOf(next) === progressOf(live.message) ? live.lastWordAt : Date.now();

/** The connection is lost, or back: silence is the model's only while it would be heard. */
export function withLine(live: LiveAnswer, state: "lost" | "back", now: number): LiveAnswer {
  const { lostAt } = live;
  if (state === "lost") return { ...live, lostAt: lostAt ?? now };
  return lostAt === null ? live : { ...live, lostAt: null, lastWordAt: live.lastWordAt + now - lostAt };
}

/** The stored answer, when nothing comes of its stream. `page`: all that is stored, for an answer that may stand in another turn. */
export function withStored(shown: Shown, stored: MessageView, page: Partial<ConversationState> | null): Change {
  const live = {
    ...shown.live,
    messageId: stored.id,
    message: stored,
    isCatchingUp: true,
    lastWordAt: lastWordAt(shown, stored),
  };
  return { ...(page ?? replaced(shown, stored)), live };
}

/** The answer as its stream has it now. Its first frame names it; from there on only `live` changes. */
export function withFrame(before: Shown, next: MessageView, { metadata }: AnswerMessage): Change {
  const live = withLine(before.live, "back", Date.now());
  const shown = { ...before, live };
  const isNamed = live.message.completion === null || next.id !== live.messageId;
  return {
    ...(isNamed ? replaced(shown, next) : {}),
    live: {
      ...live,
      messageId: next.id,
      message: next,
      reasoningStartedAt: reasoningStart(live.message, next, live, Date.now()),
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
  live: LiveAnswer,
  { of, text, questionId, answerId }: { of: string; text: string; questionId: string; answerId: string },
): Change & Pick<ConversationState, "messages"> {
  const at = messages.findIndex((message) => message.id === of);
  const question = { ...newQuestion(questionId, of, text), continuesId: of };
  const answer = newAnswer(answerId, questionId);
  return {
    messages: [...messages.slice(0, at + 1), question, answer],
    live: { ...live, message: answer, keptParts: 0 },
  };
}
