import {
  ConversationStore,
  continuationOf,
  initialState,
  newAnswer,
} from "@/components/conversation/conversation-state";
import { mergeMessages } from "@/components/conversation/merge-page";
import { wireTarget } from "@/components/conversation/target";
import { newId } from "@/lib/client/new-id";
import type { LaneView } from "@/lib/contract/comparison";
import type { SendMessageBody } from "@/lib/contract/messages";
import type { Settings } from "@/lib/contract/settings";
import type { CompletionView, MessageView } from "@/lib/conversation/message";
import { choiceOfAnswer, type LaneChoice, readAsked, targetOf, writeAsked } from "./lane-choice";
import { LaneRun } from "./lane-run";

interface LaneStart {
  choice: LaneChoice;
  /** of the conversation */
  settings: Settings;
  /** null: it is made with this lane */
  conversationId: string | null;
  /** a new question, or an answer beside which this one stands (a question that has none: under it) */
  asked: { id: string; text: string; parentId: string | null } | { of: string };
}

/** The verbs of one lane: ask, stop, again, go on. What it shows is in its store, so that its words draw nothing else anew. */
export class Lane {
  readonly store: ConversationStore;
  readonly run: LaneRun;

  private constructor(
    readonly choice: LaneChoice,
    private readonly settings: Settings,
    conversationId: string | null,
    messages: MessageView[],
  ) {
    this.store = new ConversationStore({ ...initialState(null), id: conversationId, messages });
    this.run = new LaneRun(this.store);
  }

  /** A new answer, asked for at once. */
  static ask({ choice, settings, conversationId, asked }: LaneStart): Lane {
    const isNew = "text" in asked;
    const answer = newAnswer(newId(), isNew ? asked.id : null);
    const lane = new Lane(choice, settings, conversationId, [answer]);
    const { id } = answer;
    lane.begin(
      id,
      isNew
        ? { message: { id: asked.id, text: asked.text }, parentId: asked.parentId }
        : { regenerate: { id, of: asked.of } },
    );
    return lane;
  }

  /** As it is stored. */
  static of({ answerId, messages }: LaneView, settings: Settings, conversationId: string): Lane {
    const completion = completionOf(messages);
    const choice = (completion && choiceOfAnswer(completion)) ?? readAsked(answerId) ?? unknownChoice;
    const shown = messages.length > 0 ? messages : [{ ...newAnswer(answerId, null), status: "failed" as const }];
    return new Lane(choice, settings, conversationId, shown);
  }

  /** Of its first answer, which names the lane. */
  get id(): string {
    return this.store.read().messages[0]?.id ?? "";
  }

  stop = (): void => this.run.stop();

  /** Another answer in place of this one; both stay as versions. `of`: an answer to the same question. */
  again(of: string): void {
    const answer = newAnswer(newId(), null);
    this.store.set({ messages: [answer], unsent: null, problem: null });
    this.begin(answer.id, { regenerate: { id: answer.id, of }, ...this.wire() });
  }

  goOn(of: string): void {
    const old = this.store.read().messages.find(({ id }) => id === of);
    if (!old) return;
    const answer = continuationOf(newId(), old);
    this.run.continue(old, answer, { continue: { id: answer.id, of }, ...this.wire() }, this.target());
  }

  /** Posts again what the server refused; the same id never makes a second completion. */
  resend = (): void => {
    const { unsent, messages } = this.store.read();
    const answer = messages.find(({ id }) => id === unsent?.messageId);
    if (!unsent || !answer) return;
    this.store.replaceMessage(answer.id, { ...answer, status: "running" });
    this.store.set({ unsent: null });
    this.begin(answer.id, unsent.body);
  };

  /** What is stored by now, where nothing is followed. */
  refresh({ messages }: LaneView): void {
    if (messages.length === 0) return;
    const isRunning = messages.some(({ status }) => status === "running");
    const merged = mergeMessages(this.store.read().messages, messages);
    this.store.set({ messages: merged, ...(isRunning ? {} : { activity: "idle", live: null }) });
    this.run.attach();
  }

  private begin(answerId: string, body: SendMessageBody): void {
    writeAsked(answerId, this.choice);
    const target = this.target();
    this.run.begin(answerId, Date.now(), target.modelName, { ...body, ...wireTarget(target) }, { target });
  }

  private target = () => targetOf(this.choice, this.settings);
  private wire = () => wireTarget(this.target());
}

const unknownChoice: LaneChoice = { connectionId: undefined, model: "", modelName: "", effort: "default" };

const completionOf = (messages: readonly MessageView[]): CompletionView | null =>
  messages.findLast(({ completion }) => completion)?.completion ?? null;
