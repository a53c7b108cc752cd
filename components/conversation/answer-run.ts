import type { AnswerMessage } from "@/lib/client/answer-message";
import { ApiError, callApi, missingPartMessage, sentenceOf, unreachableMessage } from "@/lib/client/api";
import { refreshConversationsSoon, refreshConversationsUntold } from "@/lib/client/conversations";
import { dropUnsent, keepUnsent, moveUnsent } from "@/lib/client/drafts";
import { markIdle, markRunning } from "@/lib/client/running";
import type { SendMessageBody } from "@/lib/contract/messages";
import { pageMessages } from "@/lib/contract/pages";
import type { ConversationPageView, MessageView } from "@/lib/conversation/message";
import { type ConversationStore, newAnswer, textLength } from "./conversation-state";
import type { FollowResult } from "./follow-answer";
import type { Target } from "./target";

type Answering = typeof import("./answering");

/** Every stream begins at once; one of which nothing has come for so long is held back somewhere. */
const silentMs = 10_000;

/** The one answer that is being written: its connection, from the first frame to the last word, drawn into the store. */
export class AnswerRun {
  /** answers get their id from the server; the element on the page keeps the key it was first drawn with */
  private readonly keys = new Map<string, string>();
  private connection: AbortController | null = null;
  private isStopWanted = false;
  private isDetachWanted = false;
  /** runs out when nothing has come; null once something has */
  private silence: ReturnType<typeof setTimeout> | null = null;
  /** what was on the page before the answer went on, while it is not known how it does */
  private unfinished: { answerId: string; messages: readonly MessageView[] } | null = null;
  onCreated: (conversationId: string) => void = () => {};
  onIdle: () => void = () => {};

  constructor(private readonly store: ConversationStore) {}

  keyOf = (messageId: string): string => this.keys.get(messageId) ?? messageId;

  /** Follows what runs already, such as after a reload. */
  attach(): void {
    this.isDetachWanted = false;
    const running = this.store.read().messages.findLast((message) => message.status === "running");
    if (!running || this.connection) return;
    const startedAt = Date.parse(running.completion?.startedAt ?? running.createdAt);
    // how many of them are its own is told by the first frame
    const keptParts = running.continuesId === null ? 0 : running.parts.length;
    this.begin(running.id, Math.min(startedAt, Date.now()), running.completion?.model ?? "", null, { keptParts });
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

  /** `body`: what to post; null follows the running completion. */
  begin(
    messageId: string,
    startedAt: number,
    modelName: string,
    body: SendMessageBody | null,
    { target, keptParts = 0 }: { target?: Target; keptParts?: number } = {},
  ): void {
    this.connection = new AbortController();
    this.isStopWanted = false;
    const { live: before, messages } = this.store.read();
    const known = before?.messageId === messageId ? before.message : messages.findLast(({ id }) => id === messageId);
    const live = {
      messageId,
      message: known ?? newAnswer(messageId, messages.at(-1)?.id ?? null),
      startedAt,
      reasoningStartedAt: null,
      lastWordAt: Date.now(),
      modelName,
      attempt: null,
      keptParts,
    };
    // what came with the page stays until the stream has caught up with it
    this.store.set({
      // an answer that is asked for ends the branch
      ...(body === null ? {} : { nextCursor: null }),
      activity: "running",
      live: { ...live, lostAt: null, isCatchingUp: body === null },
    });
    const { id } = this.store.read();
    if (id) markRunning(id, startedAt);
    if (body && "message" in body) keepUnsent(id ?? "new", body.message);
    void this.follow(body, messageId, target);
    this.lookIfSilent(this.connection.signal);
  }

  /** Nothing at all has come of the stream, not even that it has begun: something on the way holds it back. */
  private lookIfSilent(signal: AbortSignal): void {
    const timer = setTimeout(async () => {
      const poll = await import("./poll-stored").catch(() => null);
      await poll?.pollStored(() => this.showStored(signal), signal);
    }, silentMs);
    this.silence = timer;
    signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
  }

  private hush(): void {
    if (this.silence !== null) clearTimeout(this.silence);
    this.silence = null;
  }

  private async showStored(signal: AbortSignal): Promise<"again" | "over"> {
    const { id } = this.store.read();
    if (this.silence === null) return "over";
    if (!id) return "again";
    const found = await Promise.all([this.read(id), import("./merge-page"), import("./answering")]).catch(() => null);
    if (!found) return "again";
    const [fresh, { mergePage }, { withStored }] = found;
    const { live, messages, previousCursor } = this.store.read();
    const previous = live?.message;
    if (signal.aborted || this.silence === null || !live || !previous) return "over";
    const stored = fresh?.messages.find(
      // the server names an answer; the one to this question is none of those that were there before
      ({ id: each, parentId }) =>
        each === previous.id || (parentId === previous.parentId && !previous.siblings.includes(each)),
    );
    if (!stored?.completion) return "again";
    this.keys.set(stored.id, this.keyOf(previous.id));
    // an answer that goes on may have done so in a turn of its own
    const isContinuation = this.unfinished !== null && fresh !== null;
    this.unfinished = null;
    const page = isContinuation ? mergePage({ messages, previousCursor }, fresh) : null;
    this.store.set(withStored({ messages, live }, stored, page));
    if (stored.status === "running") return "again";
    this.connection?.abort();
    this.end(id);
    refreshConversationsSoon();
    return "over";
  }

  /**
   * Goes on with an unfinished answer. Until the first frame says otherwise the new one is drawn as a copy of it, on the same element of
   * the page: nothing that is read moves.
   */
  continue(of: MessageView, answer: MessageView, body: SendMessageBody, target: Target): void {
    const { messages } = this.store.read();
    this.unfinished = { answerId: answer.id, messages };
    this.keys.set(answer.id, this.keyOf(of.id));
    this.store.set({ messages: [...messages.slice(0, messages.indexOf(of)), answer], unsent: null, problem: null });
    this.begin(answer.id, Date.now(), target.modelName, body, { target, keptParts: of.parts.length });
  }

  stop(): void {
    const { activity, live, id } = this.store.read();
    if (activity !== "running" || !live) return;
    this.store.set({ activity: "stopping" });
    // before the first chunk the answer has no id on the server yet
    if (id && this.isKnown(live.messageId)) void this.requestStop(id, live.messageId);
    else this.isStopWanted = true;
  }

  async reload(conversationId: string): Promise<void> {
    const [fresh, { mergePage }] = await Promise.all([
      callApi<ConversationPageView>("GET", pagePath(conversationId)),
      import("./merge-page"),
    ]);
    this.store.set({ ...mergePage(this.store.read(), fresh), problem: null });
  }

  /** Null when the server cannot be reached just now: nobody asked for this look, and the next one is soon. */
  async read(conversationId: string, through: string | null = null): Promise<ConversationPageView | null> {
    try {
      return await callApi<ConversationPageView>("GET", pagePath(conversationId, through));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) await this.close(conversationId);
      return null;
    }
  }

  /** The conversation is gone: deleted in another tab or on another device. */
  async close(conversationId: string): Promise<void> {
    const { carryDraft } = await import("./carry-draft");
    if (this.store.read().deleted) return;
    this.connection?.abort();
    this.connection = null;
    markIdle(conversationId);
    this.store.set({ activity: "idle", live: null, unsent: null, deleted: { hasDraft: carryDraft(conversationId) } });
  }

  private async follow(body: SendMessageBody | null, answerId: string, target?: Target): Promise<void> {
    const signal = this.connection?.signal;
    if (!signal) return;
    try {
      const answering = await import("./answering").catch(() => {
        throw new ApiError(0, "unreachable", missingPartMessage, null);
      });
      const conversationId = this.store.read().id ?? (await this.create(target));
      const result = await answering.followToEnd({
        conversationId,
        body,
        signal,
        onFrame: (answer) => signal.aborted || this.showFrame(answer, answering),
        answerId: () => this.store.read().live?.messageId ?? answerId,
        isKnown: (id) => this.isKnown(id),
        onLine: (state) => this.changeLine(state, answering),
      });
      if (!signal.aborted) await this.finish(conversationId, result, body);
    } catch (error) {
      if (!signal.aborted) this.refuse(error, body);
    }
  }

  private async create(target: Target | undefined): Promise<string> {
    const { connectionId, model, settings } = target ?? {};
    const temporary = this.store.read().isTemporary;
    const body = { connectionId, model, settings, temporary };
    const { id } = await callApi<{ id: string }>("POST", "/api/conversations", body);
    this.store.set({ id });
    moveUnsent("new", id);
    const startedAt = this.store.read().live?.startedAt;
    if (startedAt) markRunning(id, startedAt);
    this.onCreated(id);
    return id;
  }

  private showFrame(answer: AnswerMessage, answering: Answering): void {
    this.settleContinuation(answer, answering);
    const { live, messages, id, activity } = this.store.read();
    if (!live) return;
    const previous = live.message;
    const isFirst = previous.completion === null;
    // the SDK shows a message of its own making before `start` has named it
    if (isFirst && !answer.metadata?.completion) return;
    this.hush();
    const next = answering.toAnswerView(answer, previous);
    // a replay starts from nothing: keep what is on the page until it has caught up
    if (live.isCatchingUp && next.status === "running" && textLength(next) < textLength(previous)) return;
    this.keys.set(next.id, this.keyOf(previous.id));
    this.store.set(answering.withFrame({ messages, live }, next, answer));
    if (this.isDetachWanted) this.detach();
    if (isFirst && id) {
      dropUnsent(id);
      refreshConversationsUntold();
      if (activity === "stopping" && this.isStopWanted) void this.requestStop(id, next.id);
    }
  }

  /** The first frame tells that it goes on in a new turn: the unfinished answer is put back, and the turn stands below it. */
  private settleContinuation({ metadata }: AnswerMessage, { withNewTurn }: Answering): void {
    const unfinished = this.unfinished;
    const continues = metadata?.continues;
    const { live } = this.store.read();
    if (!unfinished || !continues || !live) return;
    this.unfinished = null;
    if (continues.way === "prefill" || typeof metadata.parentId !== "string") return;
    const { answerId, messages } = unfinished;
    this.keys.delete(answerId);
    const turn = { of: continues.of, text: continues.text ?? "", questionId: metadata.parentId, answerId };
    this.store.set(withNewTurn(messages, live, turn));
  }

  private async finish(conversationId: string, result: FollowResult, body: SendMessageBody | null): Promise<void> {
    const { live } = this.store.read();
    const isStored = live !== null && this.isKnown(live.messageId);
    if (body && !isStored && result.kind !== "finished") {
      return this.refuse(result.kind === "refused" ? result.error : unreachable(), body);
    }
    // without a last word from the stream the stored message is the truth
    if (live?.message.status === "running") await this.reload(conversationId);
    else if (live) this.store.replaceMessage(live.messageId, live.message);
    this.end(conversationId);
    refreshConversationsSoon();
  }

  private refuse(error: unknown, body: SendMessageBody | null): void {
    const { live, id } = this.store.read();
    const answer = live?.message;
    const shown = error instanceof ApiError ? error : new ApiError(0, "internal", sentenceOf(error), null);
    const unfinished = this.unfinished;
    this.unfinished = null;
    if (unfinished) {
      // nothing was stored, and nothing is lost: the button can be pressed again
      this.keys.delete(unfinished.answerId);
      this.store.set({ messages: unfinished.messages, problem: shown.message });
      this.end(id);
      return;
    }
    if (answer) this.store.replaceMessage(answer.id, { ...answer, status: "failed" });
    if (answer && body) this.store.set({ unsent: { messageId: answer.id, error: shown, body } });
    else this.store.set({ problem: shown.message });
    this.end(id);
  }

  private end(conversationId: string | null): void {
    this.connection = null;
    this.hush();
    this.store.set({ activity: "idle", live: null });
    if (conversationId) markIdle(conversationId);
    this.onIdle();
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
    const { live, messages } = this.store.read();
    const message = live?.messageId === messageId ? live.message : messages.findLast(({ id }) => id === messageId);
    return Boolean(message?.completion);
  }

  private changeLine(state: "lost" | "back", { withLine }: Answering): void {
    const { live } = this.store.read();
    if (live) this.store.set({ live: { ...withLine(live, state, Date.now()), isCatchingUp: true } });
  }
}

/** The newest page; what stands before it is on the page already, or is read when it is asked for. */
const pagePath = (conversationId: string, through: string | null = null) =>
  `/api/conversations/${conversationId}?limit=${pageMessages}${through === null ? "" : `&message=${through}`}`;

function unreachable(): ApiError {
  return new ApiError(0, "unreachable", unreachableMessage, null);
}
