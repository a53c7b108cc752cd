import type { AnswerMessage } from "@/lib/client/answer-message";
import { ApiError, callApi, sentenceOf, unreachableMessage } from "@/lib/client/api";
import { refreshConversations, refreshConversationsSoon } from "@/lib/client/conversations";
import { newId } from "@/lib/client/new-id";
import { markIdle, markRunning } from "@/lib/client/running";
import type { SendMessageBody } from "@/lib/contract/messages";
import type { Settings } from "@/lib/contract/settings";
import type { ConversationView, MessageView } from "@/lib/conversation/message";
import { toAnswerView } from "./answer-view";
import {
  ConversationStore,
  initialState,
  mergeMessages,
  newAnswer,
  newQuestion,
  textLength,
} from "./conversation-state";
import type { FollowResult } from "./follow-answer";
import { followToEnd } from "./follow-to-end";

/** Which model answers, and how. */
export interface Target {
  connectionId: string | undefined;
  model: string | undefined;
  modelName: string;
  /** of the conversation; sent when it is created */
  settings: Settings;
  /** of this one message */
  once: Settings | undefined;
}

/** The AI SDK, the SSE parser and the Markdown renderer: fetched with the first key press, not with the page. */
export function preloadAnswering(): void {
  void import("./follow-answer");
  void import("@/components/markdown/markdown").then((module) => module.preloadMarkdown());
  void import("@/components/reasoning/reasoning-panel");
}

/** The five verbs of one conversation, outside React: send, regenerate, stop, resume, choose a version. */
export class ConversationController {
  readonly store: ConversationStore;
  /** answers get their id from the server; the element on the page keeps the key it was first drawn with */
  private readonly keys = new Map<string, string>();
  private connection: AbortController | null = null;
  private isStopWanted = false;
  private isDetachWanted = false;
  onCreated: (conversationId: string) => void = () => {};

  constructor(initial: ConversationView | null) {
    this.store = new ConversationStore(initialState(initial));
  }

  keyOf = (messageId: string): string => this.keys.get(messageId) ?? messageId;

  /** Follows what runs already, such as after a reload. */
  attach(): void {
    this.isDetachWanted = false;
    const running = this.store.read().messages.findLast((message) => message.status === "running");
    if (!running || this.connection) return;
    const startedAt = Date.parse(running.completion?.startedAt ?? running.createdAt);
    const modelName = running.completion?.model ?? "";
    this.begin(running.id, Math.min(startedAt, Date.now()), modelName);
    void this.follow(null, running.id);
  }

  /** Lets go of the connection; the server goes on. A message that is still on its way is let go once it has arrived. */
  detach(): void {
    const { live } = this.store.read();
    this.isDetachWanted = live !== null && !this.isKnown(live.messageId);
    if (this.isDetachWanted) return;
    this.connection?.abort();
    this.connection = null;
    const { id } = this.store.read();
    if (id) markIdle(id);
  }

  send(text: string, target: Target): void {
    const { messages } = this.store.read();
    const parentId = messages.at(-1)?.id ?? null;
    const question = newQuestion(newId(), parentId, text);
    const answer = newAnswer(newId(), question.id);
    const body = { message: { id: question.id, text }, parentId, ...wireTarget(target) };
    this.store.set({ messages: [...messages, question, answer], unsent: null, problem: null });
    this.begin(answer.id, Date.now(), target.modelName);
    void this.follow(body, answer.id, target);
  }

  regenerate(of: string, target: Target): void {
    const { messages } = this.store.read();
    const index = messages.findIndex((message) => message.id === of);
    const old = messages[index];
    if (!old) return;
    const answer = newAnswer(newId(), old.parentId, old.siblings);
    this.store.set({ messages: [...messages.slice(0, index), answer], unsent: null, problem: null });
    this.begin(answer.id, Date.now(), target.modelName);
    void this.follow({ regenerate: { id: answer.id, of }, ...wireTarget(target) }, answer.id, target);
  }

  /** Posts again what the server refused; the same id never makes a second completion. */
  resend(target: Target): void {
    const { unsent, messages } = this.store.read();
    const answer = messages.find((message) => message.id === unsent?.messageId);
    if (!unsent || !answer) return;
    this.store.replaceMessage(answer.id, { ...answer, status: "running" });
    this.store.set({ unsent: null });
    this.begin(answer.id, Date.now(), target.modelName);
    void this.follow({ ...unsent.body, ...wireTarget(target) }, answer.id, target);
  }

  stop = (): void => {
    const { activity, live, id } = this.store.read();
    if (activity !== "running" || !live) return;
    this.store.set({ activity: "stopping" });
    // before the first chunk the answer has no id on the server yet
    if (id && this.isKnown(live.messageId)) void this.requestStop(id, live.messageId);
    else this.isStopWanted = true;
  };

  async chooseVersion(messageId: string): Promise<void> {
    const { id, activity } = this.store.read();
    if (!id || activity !== "idle") return;
    try {
      await callApi("PUT", `/api/conversations/${id}/branch`, { leafId: messageId });
      await this.reload(id);
    } catch (error) {
      this.store.set({ problem: sentenceOf(error) });
    }
  }

  private begin(messageId: string, startedAt: number, modelName: string): void {
    this.connection = new AbortController();
    this.isStopWanted = false;
    this.store.set({
      activity: "running",
      live: { messageId, startedAt, reasoningStartedAt: null, modelName, isReconnecting: false },
    });
    const { id } = this.store.read();
    if (id) markRunning(id, startedAt);
  }

  private async follow(body: SendMessageBody | null, answerId: string, target?: Target): Promise<void> {
    const signal = this.connection?.signal;
    if (!signal) return;
    try {
      const conversationId = this.store.read().id ?? (await this.create(target));
      const result = await followToEnd({
        conversationId,
        body,
        signal,
        onFrame: (answer) => signal.aborted || this.showFrame(answer),
        answerId: () => this.store.read().live?.messageId ?? answerId,
        isKnown: (id) => this.isKnown(id),
        onLost: () => this.changeLive({ isReconnecting: true }),
      });
      if (!signal.aborted) await this.finish(conversationId, result, body);
    } catch (error) {
      if (!signal.aborted) this.refuse(error, body);
    }
  }

  private async create(target: Target | undefined): Promise<string> {
    const { connectionId, model, settings } = target ?? {};
    const { id } = await callApi<{ id: string }>("POST", "/api/conversations", { connectionId, model, settings });
    this.store.set({ id });
    const startedAt = this.store.read().live?.startedAt;
    if (startedAt) markRunning(id, startedAt);
    this.onCreated(id);
    return id;
  }

  private showFrame(answer: AnswerMessage): void {
    const { live, messages, id, activity } = this.store.read();
    const previous = messages.find((message) => message.id === live?.messageId);
    if (!live || !previous) return;
    const isFirst = !this.isKnown(previous.id);
    // the SDK shows a message of its own making before `start` has named it
    if (isFirst && !answer.metadata?.completion) return;
    const next = toAnswerView(answer, previous);
    // a replay starts from nothing: keep what is on the page until it has caught up
    if (live.isReconnecting && next.status === "running" && textLength(next) < textLength(previous)) return;
    this.keys.set(next.id, this.keyOf(previous.id));
    const lastPart = next.parts.at(-1);
    const isReasoning = lastPart?.type === "reasoning" && lastPart.durationMs === null;
    const hadPart = previous.parts.length === next.parts.length;
    const reasoningStartedAt = isReasoning
      ? (hadPart && live.reasoningStartedAt) || reasoningStart(next, live.startedAt)
      : null;
    this.store.set({
      messages: messages.map((message) => (message === previous ? next : message)),
      live: { ...live, messageId: next.id, reasoningStartedAt, isReconnecting: false },
    });
    if (this.isDetachWanted) this.detach();
    if (isFirst && id) {
      refreshConversations();
      if (activity === "stopping" && this.isStopWanted) void this.requestStop(id, next.id);
    }
  }

  private async finish(conversationId: string, result: FollowResult, body: SendMessageBody | null): Promise<void> {
    const { live, messages } = this.store.read();
    const isStored = live !== null && this.isKnown(live.messageId);
    if (body && !isStored && result.kind !== "finished") {
      return this.refuse(result.kind === "refused" ? result.error : unreachable(), body);
    }
    const isOpen = messages.find((message) => message.id === live?.messageId)?.status === "running";
    // without a last word from the stream the stored message is the truth
    if (isOpen) await this.reload(conversationId);
    this.end(conversationId);
    refreshConversationsSoon();
  }

  private refuse(error: unknown, body: SendMessageBody | null): void {
    const { live, messages, id } = this.store.read();
    const answer = messages.find((message) => message.id === live?.messageId);
    const shown = error instanceof ApiError ? error : new ApiError(0, "internal", sentenceOf(error), null);
    if (answer) this.store.replaceMessage(answer.id, { ...answer, status: "failed" });
    if (answer && body) this.store.set({ unsent: { messageId: answer.id, error: shown, body } });
    else this.store.set({ problem: shown.message });
    this.end(id);
  }

  private end(conversationId: string | null): void {
    this.connection = null;
    this.store.set({ activity: "idle", live: null });
    if (conversationId) markIdle(conversationId);
  }

  private async reload(conversationId: string): Promise<void> {
    const fresh = await callApi<ConversationView>("GET", `/api/conversations/${conversationId}`);
    this.store.set({ messages: mergeMessages(this.store.read().messages, fresh.messages), problem: null });
  }

  private async requestStop(conversationId: string, answerId: string): Promise<void> {
    try {
      await callApi("DELETE", `/api/conversations/${conversationId}/completion?message=${answerId}`);
    } catch (error) {
      if (this.store.read().activity === "stopping")
        this.store.set({ activity: "running", problem: sentenceOf(error) });
    }
  }

  private isKnown(messageId: string): boolean {
    const message = this.store.read().messages.find((each) => each.id === messageId);
    return Boolean(message?.completion);
  }

  private changeLive(change: { isReconnecting: boolean }): void {
    const { live } = this.store.read();
    if (live) this.store.set({ live: { ...live, ...change } });
  }
}

function unreachable(): ApiError {
  return new ApiError(0, "unreachable", unreachableMessage, null);
}

function wireTarget({ connectionId, model, once }: Target) {
  return { connectionId, model, settings: once };
}

/** After a reload reasoning began before this page did; the server's times say when. */
function reasoningStart(message: MessageView, startedAt: number): number {
  const first = message.completion?.timings.firstReasoningMs;
  const isOnlyOne = message.parts.filter((part) => part.type === "reasoning").length === 1;
  return isOnlyOne && typeof first === "number" ? startedAt + first : Date.now();
}
