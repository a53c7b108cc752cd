import type { HeardEvent } from "@/lib/client/owner-events";
import type { AnswerRun } from "./answer-run";
import type { ConversationStore } from "./conversation-state";

/** What other tabs and devices do to the conversation on the page. */
export class Elsewhere {
  /** answers of this conversation that began while one ran here; its own may be among them until the server has named it */
  private readonly unseen = new Set<string>();
  /** on the branch this device has chosen: what is chosen elsewhere does not move it from there */
  ownMessage: string | null = null;
  /** messages were changed elsewhere while an answer ran here, or a change of the tree */
  private hasMissed = false;
  /** changes of the tree from here that are under way */
  private changes = 0;

  constructor(
    private readonly store: ConversationStore,
    private readonly run: AnswerRun,
  ) {}

  /**
   * Shows what happened elsewhere, such as in a second tab, and follows what runs there. `anchorId`: the message the page was opened at; while
   * it is here, a branch without it is not the one that is read.
   */
  refresh(anchorId: string | undefined): Promise<void> {
    // nobody asked for this look, and the next one is soon
    return this.look(anchorId).catch(() => {});
  }

  private async look(anchorId: string | undefined): Promise<void> {
    const before = this.store.read();
    if (!before.id || before.activity !== "idle" || before.unsent) return;
    if (before.nextCursor !== null) return this.lookAgain(anchorId ?? null);
    const [fresh, { mergePage }] = await Promise.all([
      this.run.read(before.id, this.ownMessage),
      import("./merge-page"),
    ]);
    // whatever the person has done in the meantime counts
    const { messages, activity } = this.store.read();
    if (!fresh || activity !== "idle" || messages !== before.messages) return;
    const merged = mergePage(this.store.read(), fresh);
    const hasAnchor = (of: readonly { id: string }[]) => of.some(({ id }) => id === anchorId);
    if (hasAnchor(messages) && !hasAnchor(merged.messages)) return;
    const isSame = merged.messages.every((message, index) => message === messages[index]);
    if (isSame && merged.messages.length === messages.length) return;
    this.store.set(merged);
    this.run.attach();
  }

  private async lookAgain(nearId: string | null): Promise<void> {
    const { lookAgain } = await import("./message-pages");
    await lookAgain(this.store, nearId);
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
      if (activity === "idle" && this.changes === 0) void this.refresh(anchorId);
      else this.hasMissed = true;
    } else if (event.type !== "conversation-changed" && !this.isShown(event.answerId, event.type === "answer-ended")) {
      if (activity === "idle") void this.refresh(anchorId);
      else this.unseen.add(event.answerId);
    }
  }

  /**
   * A change of the tree from here. The feed tells of it like of any other: looked at in between, the page would show the end of the branch,
   * and what the change leads to would find it elsewhere.
   */
  async during<T>(change: () => Promise<T>): Promise<T> {
    this.changes += 1;
    try {
      return await change();
    } finally {
      this.changes -= 1;
      if (this.changes === 0) void this.lookAtUnseen();
    }
  }

  async lookAtUnseen(): Promise<void> {
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
}
