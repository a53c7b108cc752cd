import { callApi, sentenceOf } from "@/lib/client/api";
import { writeDraft } from "@/lib/client/drafts";
import { newId } from "@/lib/client/new-id";
import type { HeardEvent } from "@/lib/client/owner-events";
import type { DeleteResult } from "@/lib/contract/messages";
import type { Outline } from "@/lib/contract/outline";
import type { ReplayView } from "@/lib/contract/replay";
import type { ConversationPageView } from "@/lib/conversation/message";
import { AnswerRun } from "./answer-run";
import {
  type ConversationState,
  ConversationStore,
  continuationOf,
  initialState,
  newAnswer,
  newQuestion,
} from "./conversation-state";
import { type Target, wireTarget } from "./target";

const nothingSaid = { unsent: null, problem: null, editing: null };

/** The verbs of one conversation, outside React: send, regenerate, continue, stop, resume, choose a version. */
export class ConversationController {
  readonly store: ConversationStore;
  private readonly run: AnswerRun;
  /** answers of this conversation that began while one ran here; its own may be among them until the server has named it */
  private readonly unseen = new Set<string>();
  /** on the branch this device has chosen: what is chosen elsewhere does not move it from there */
  private ownMessage: string | null = null;
  /** messages were changed elsewhere while an answer ran here */
  private hasMissed = false;

  constructor(initial: ConversationPageView | null) {
    this.store = new ConversationStore(initialState(initial));
    this.run = new AnswerRun(this.store);
    this.run.onIdle = () => void this.lookAtUnseen();
  }

  set onCreated(listener: (conversationId: string) => void) {
    this.run.onCreated = listener;
  }

  keyOf = (messageId: string): string => this.run.keyOf(messageId);
  attach = (): void => this.run.attach();
  detach = (): void => this.run.detach();
  stop = (): void => this.run.stop();

  loadOlder = async (): Promise<void> => (await import("./message-pages")).loadOlder(this.store);
  loadNewer = async (): Promise<void> => (await import("./message-pages")).loadNewer(this.store);

  /** The end of the branch is on the page; false: it could not be read, and that is said. */
  async toLatest(): Promise<boolean> {
    if (this.store.read().nextCursor === null) return true;
    return (await import("./message-pages")).loadLatest(this.store);
  }

  send(text: string, target: Target): void {
    const { messages, nextCursor } = this.store.read();
    if (nextCursor !== null) {
      this.sendAtEnd(text, target);
      return;
    }
    const last = messages.at(-1);
    // a question whose answers were deleted is followed by another form of it, not by a question under a question
    if (last?.role === "user") {
      this.edit(last.id, text, target);
      return;
    }
    const parentId = last?.id ?? null;
    const question = newQuestion(newId(), parentId, text);
    const answer = newAnswer(newId(), question.id);
    const body = { message: { id: question.id, text }, parentId, ...wireTarget(target) };
    this.ownMessage = null;
    this.store.set({ messages: [...messages, question, answer], ...nothingSaid });
    this.run.begin(answer.id, Date.now(), target.modelName, body, { target });
  }

  /** The page stands in the middle of the branch: its end comes first. */
  private sendAtEnd(text: string, target: Target): void {
    const { id } = this.store.read();
    void this.toLatest().then((isThere) => {
      if (isThere) this.send(text, target);
      // the page is loaded again with what was typed
      else if (id) writeDraft(id, text);
    });
  }

  /** The same question in other words, as a branch of its own beside it. */
  edit(of: string, text: string, target: Target): void {
    const { messages } = this.store.read();
    const index = messages.findIndex((message) => message.id === of);
    const old = messages[index];
    if (!old) return;
    const question = newQuestion(newId(), old.parentId, text, old.siblings);
    const answer = newAnswer(newId(), question.id);
    const body = { message: { id: question.id, text }, parentId: old.parentId, ...wireTarget(target) };
    this.ownMessage = null;
    this.store.set({ messages: [...messages.slice(0, index), question, answer], ...nothingSaid });
    this.run.begin(answer.id, Date.now(), target.modelName, body, { target });
  }

  /** Opens the words of a message for changing; null closes them. */
  openEditor = (messageId: string | null): void => this.store.set({ editing: messageId });

  /** `of`: an answer, or a question that has none any more */
  regenerate(of: string, target: Target): void {
    const { messages } = this.store.read();
    const index = messages.findIndex((message) => message.id === of);
    const old = messages[index];
    if (!old) return;
    const isQuestion = old.role === "user";
    const answer = isQuestion ? newAnswer(newId(), old.id) : newAnswer(newId(), old.parentId, old.siblings);
    const body = { regenerate: { id: answer.id, of }, ...wireTarget(target) };
    this.ownMessage = null;
    this.store.set({ messages: [...messages.slice(0, isQuestion ? index + 1 : index), answer], ...nothingSaid });
    this.run.begin(answer.id, Date.now(), target.modelName, body, { target });
  }

  /** Goes on with an answer that was ended before it was complete. */
  continue(of: string, target: Target): void {
    const old = this.store.read().messages.find((message) => message.id === of);
    if (!old) return;
    const answer = continuationOf(newId(), old);
    this.run.continue(old, answer, { continue: { id: answer.id, of }, ...wireTarget(target) }, target);
  }

  /** Posts again what the server refused; the same id never makes a second completion. */
  resend(target: Target): void {
    const { unsent, messages } = this.store.read();
    const answer = messages.find((message) => message.id === unsent?.messageId);
    if (!unsent || !answer) return;
    const body = { ...unsent.body, ...wireTarget(target) };
    this.store.replaceMessage(answer.id, { ...answer, status: "running" });
    this.store.set({ unsent: null });
    this.run.begin(answer.id, Date.now(), target.modelName, body, { target });
  }

  /** An answer in the person's words, beside the one it was made of. @returns whether it is stored */
  async editAnswer(of: string, text: string): Promise<boolean> {
    return this.change(async (path) => {
      await callApi("POST", `${path}/messages/${of}/edit`, { id: newId(), text });
      return { editing: null };
    });
  }

  /** Deletes a message with everything under it. */
  remove(messageId: string): Promise<boolean> {
    return this.change(async (path) => {
      const { messages, undoMs } = await callApi<DeleteResult>("DELETE", `${path}/messages/${messageId}`);
      return { removed: { messageId, messages, undoMs } };
    });
  }

  /** Brings back what was deleted last. */
  undo(): Promise<boolean> {
    return this.change(async (path) => {
      const { removed } = this.store.read();
      if (removed) await callApi("POST", `${path}/messages/${removed.messageId}/restore`);
      return { removed: null };
    });
  }

  /** Copies the branch up to a message into a conversation of its own. @returns its id; null when it could not be made, which is said */
  async fork(leafId: string): Promise<string | null> {
    try {
      const path = `/api/conversations/${this.store.read().id}/fork`;
      return (await callApi<{ id: string }>("POST", path, { leafId, scope: "branch" })).id;
    } catch (error) {
      this.store.set({ problem: sentenceOf(error) });
      return null;
    }
  }

  forgetRemoved = (): void => this.store.set({ removed: null });

  /** A change of the tree at the server, and the branch as it is then. What cannot be done is said. */
  private async change(act: (path: string) => Promise<Partial<ConversationState>>): Promise<boolean> {
    const { id } = this.store.read();
    if (!id) return false;
    try {
      const change = await act(`/api/conversations/${id}`);
      this.ownMessage = null;
      await this.run.reload(id);
      this.store.set(change);
      return true;
    } catch (error) {
      this.store.set({ problem: sentenceOf(error) });
      return false;
    }
  }

  async chooseVersion(messageId: string): Promise<void> {
    const { id, activity } = this.store.read();
    if (!id || activity !== "idle") return;
    try {
      await callApi("PUT", `/api/conversations/${id}/branch`, { leafId: messageId });
      this.ownMessage = messageId;
      const { loadAround } = await import("./message-pages");
      await loadAround(this.store, messageId);
    } catch (error) {
      this.store.set({ problem: sentenceOf(error) });
    }
  }

  /**
   * Shows what happened elsewhere, such as in a second tab, and follows what runs there. `anchorId`: the message the page was opened at; a
   * branch without it is not the one that is read here.
   */
  async refresh(anchorId: string | undefined): Promise<void> {
    const before = this.store.read();
    // away from the end of the branch there is nothing new to show
    if (!before.id || before.activity !== "idle" || before.unsent || before.nextCursor !== null) return;
    const [fresh, { mergePage }] = await Promise.all([
      this.run.read(before.id, this.ownMessage),
      import("./merge-page"),
    ]);
    // whatever the person has done in the meantime counts
    const { messages, activity } = this.store.read();
    if (!fresh || activity !== "idle" || messages !== before.messages) return;
    const merged = mergePage(this.store.read(), fresh);
    if (anchorId && !merged.messages.some(({ id }) => id === anchorId)) return;
    const isSame = merged.messages.every((message, index) => message === messages[index]);
    if (isSame && merged.messages.length === messages.length) return;
    this.store.set(merged);
    this.run.attach();
  }

  /** Shows the branch that was read last on this device, where it is still there. */
  async openOwnBranch(messageId: string): Promise<void> {
    const { id, activity, messages } = this.store.read();
    if (!id || activity !== "idle" || messages.some((message) => message.id === messageId)) return;
    const [own, { mergePage }] = await Promise.all([this.run.read(id, messageId), import("./merge-page")]);
    const now = this.store.read();
    // whatever the person has done in the meantime counts
    if (now.activity !== "idle" || now.messages !== messages) return;
    if (!own?.messages.some((message) => message.id === messageId)) return;
    this.ownMessage = messageId;
    this.store.set(mergePage(now, own));
    this.run.attach();
  }

  /** What another tab or device did to this conversation is shown, and what runs there is followed. */
  hear({ event, isAfterGap }: HeardEvent, anchorId: string | undefined): void {
    const { id, activity } = this.store.read();
    if (!id) return;
    if (event.type === "running") {
      const answers = event.answers.filter(({ conversationId }) => conversationId === id);
      if (isAfterGap || answers.some(({ answerId }) => !this.isShown(answerId))) void this.refresh(anchorId);
      return;
    }
    if (!("conversationId" in event) || event.conversationId !== id) return;
    if (event.type === "conversation-deleted") void this.run.close(id);
    else if (event.type === "messages-changed") {
      if (activity === "idle") void this.refresh(anchorId);
      else this.hasMissed = true;
    } else if (event.type !== "conversation-changed" && !this.isShown(event.answerId, event.type === "answer-ended")) {
      if (activity === "idle") void this.refresh(anchorId);
      else this.unseen.add(event.answerId);
    }
  }

  private async lookAtUnseen(): Promise<void> {
    const isBehind = this.hasMissed || [...this.unseen].some((answerId) => !this.isShown(answerId));
    this.unseen.clear();
    this.hasMissed = false;
    if (isBehind) await this.refresh(undefined);
  }

  /** `isEnded`: and with its end */
  private isShown(answerId: string, isEnded = false): boolean {
    const shown = this.store.read().messages.find(({ id }) => id === answerId);
    return shown !== undefined && !(isEnded && shown.status === "running");
  }

  loadOutline(): Promise<Outline> {
    return callApi("GET", `/api/conversations/${this.store.read().id}/outline`);
  }

  /** What the requests of one answer gave back of earlier reasoning, checked when asked. */
  loadReplay(messageId: string): Promise<ReplayView> {
    return callApi("GET", `/api/conversations/${this.store.read().id}/replay?message=${messageId}`);
  }
}
