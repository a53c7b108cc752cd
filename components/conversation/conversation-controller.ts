import { callApi, missingPartMessage } from "@/lib/client/api";
import { newId } from "@/lib/client/new-id";
import type { HeardEvent } from "@/lib/client/owner-events";
import type { Outline } from "@/lib/contract/outline";
import type { ReplayView } from "@/lib/contract/replay";
import type { ConversationPageView, MessageView } from "@/lib/conversation/message";
import { AnswerRun } from "./answer-run";
import { ConversationStore, continuationOf, initialState, newAnswer, newQuestion } from "./conversation-state";
import { Elsewhere } from "./elsewhere";
import { type Target, wireTarget } from "./target";

type TreeChanges = typeof import("./tree-changes");

const nothingSaid = { unsent: null, problem: null, editing: null };

/** The verbs of one conversation, outside React: send, regenerate, continue, stop, resume, choose a version. */
export class ConversationController {
  readonly store: ConversationStore;
  private readonly run: AnswerRun;
  private readonly elsewhere: Elsewhere;

  constructor(initial: ConversationPageView | null) {
    this.store = new ConversationStore(initialState(initial));
    this.run = new AnswerRun(this.store);
    this.elsewhere = new Elsewhere(this.store, this.run);
    this.run.onIdle = () => void this.elsewhere.lookAtUnseen();
  }

  set onCreated(listener: (conversationId: string) => void) {
    this.run.onCreated = listener;
  }

  keyOf = (messageId: string): string => this.run.keyOf(messageId);
  attach = (): void => this.run.attach();
  detach = (): void => this.run.detach();
  stop = (): void => this.run.stop();

  refresh = (anchorId: string | undefined): Promise<void> => this.elsewhere.refresh(anchorId);
  hear = (heard: HeardEvent, anchorId: string | undefined): void => this.elsewhere.hear(heard, anchorId);
  openOwnBranch = (messageId: string): Promise<void> => this.elsewhere.openOwnBranch(messageId);

  loadOlder = async (): Promise<void> => (await import("./message-pages")).loadOlder(this.store);
  loadNewer = async (): Promise<void> => (await import("./message-pages")).loadNewer(this.store);

  /** The end of the branch is on the page; false: it could not be read, and that is said. */
  async toLatest(): Promise<boolean> {
    if (this.store.read().nextCursor === null) return true;
    const isThere = (await (await this.pages())?.loadLatest(this.store)) ?? false;
    // it may be growing
    if (isThere) this.run.attach();
    return isThere;
  }

  /** The message is on the page; false: it could not be read, and that is said. */
  reveal = async (messageId: string): Promise<boolean> =>
    (await (await this.pages())?.reveal(this.store, messageId)) ?? false;

  /** The newest of this branch, also when the page stands in its middle. */
  async lastAnswer(): Promise<MessageView | undefined> {
    const { live, messages, nextCursor } = this.store.read();
    if (live) return live.message;
    const page = nextCursor === null ? null : await (await this.pages())?.readLatest(this.store);
    return (page?.messages ?? messages).findLast(({ role }) => role === "assistant");
  }

  /** At the end of the branch, which is fetched first where it has to be. @returns then: whether it could be asked; else it is said why not */
  send(text: string, target: Target): Promise<boolean> | undefined {
    if (this.store.read().nextCursor !== null) return this.sendAtEnd(text, target);
    this.ask(text, target);
    return undefined;
  }

  private async sendAtEnd(text: string, target: Target): Promise<boolean> {
    if (!(await this.toLatest())) return false;
    if (this.store.read().activity !== "idle") {
      this.store.set({ problem: "Wait for the current answer, or stop it." });
      return false;
    }
    this.ask(text, target);
    return true;
  }

  private ask(text: string, target: Target): void {
    const { messages } = this.store.read();
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
    this.elsewhere.ownMessage = null;
    this.store.set({ messages: [...messages, question, answer], ...nothingSaid });
    this.run.begin(answer.id, Date.now(), target.modelName, body, { target });
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
    this.elsewhere.ownMessage = null;
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
    this.elsewhere.ownMessage = null;
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

  editAnswer = (of: string, text: string): Promise<boolean> =>
    this.changeTree((tree) => tree.editAnswer(this.store, of, text));
  remove = (messageId: string): Promise<boolean> => this.changeTree((tree) => tree.remove(this.store, messageId));
  undo = (): Promise<boolean> => this.changeTree((tree) => tree.undo(this.store));

  async fork(leafId: string): Promise<string | null> {
    return (await this.tree())?.fork(this.store, leafId) ?? null;
  }

  forgetRemoved = (): void => this.store.set({ removed: null });

  async chooseVersion(messageId: string): Promise<void> {
    const { id, activity } = this.store.read();
    if (!id || activity !== "idle") return;
    if (await (await this.tree())?.chooseVersion(this.store, messageId)) this.elsewhere.ownMessage = messageId;
  }

  /** What is read then is the branch that everybody reads. */
  private async changeTree(verb: (tree: TreeChanges) => Promise<boolean>): Promise<boolean> {
    const tree = await this.tree();
    if (!tree) return false;
    return this.elsewhere.during(async () => {
      const isDone = await verb(tree);
      if (isDone) this.elsewhere.ownMessage = null;
      return isDone;
    });
  }

  private async tree(): Promise<TreeChanges | null> {
    const tree = await import("./tree-changes").catch(() => null);
    if (!tree) this.store.set({ problem: missingPartMessage });
    return tree;
  }

  private async pages(): Promise<typeof import("./message-pages") | null> {
    const pages = await import("./message-pages").catch(() => null);
    if (!pages) this.store.set({ problem: missingPartMessage });
    return pages;
  }

  loadOutline(): Promise<Outline> {
    return callApi("GET", `/api/conversations/${this.store.read().id}/outline`);
  }

  /** What the requests of one answer gave back of earlier reasoning, checked when asked. */
  loadReplay(messageId: string): Promise<ReplayView> {
    return callApi("GET", `/api/conversations/${this.store.read().id}/replay?message=${messageId}`);
  }
}
