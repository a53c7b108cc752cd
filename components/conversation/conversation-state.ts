import type { ApiError } from "@/lib/client/api";
import type { SendMessageBody } from "@/lib/contract/messages";
import type { AttemptView, ConversationPageView, MessageView } from "@/lib/conversation/message";

/** What only the running answer has. */
export interface LiveAnswer {
  /** id of the message in `messages` */
  messageId: string;
  /** the message as it grows; `messages` has it as it began until it is over, so that a frame touches nothing else */
  message: MessageView;
  /** epoch ms on this machine's clock */
  startedAt: number;
  reasoningStartedAt: number | null;
  /** when the page last saw it grow, epoch ms; later by all the time in which it could not see that */
  lastWordAt: number;
  modelName: string;
  /** how many of its parts are those of the unfinished answer it goes on from */
  keptParts: number;
  /** since when the connection is lost, epoch ms: it could not be taken up at once; null = it stands */
  lostAt: number | null;
  /** the page has more of it than the stream, which begins at its first character, has brought */
  isCatchingUp: boolean;
  /** set when the first request did not bring the first word */
  attempt: AttemptView | null;
}

/** A message the server refused before storing it; sending it again with the same id is harmless. */
export interface Unsent {
  messageId: string;
  error: ApiError;
  body: SendMessageBody;
}

/** What was deleted last, while it can be brought back. */
export interface Removed {
  messageId: string;
  /** how many went with it, itself included */
  messages: number;
  undoMs: number;
}

export interface ConversationState {
  id: string | null;
  /** consecutive messages of one branch, oldest first */
  messages: readonly MessageView[];
  /** what to ask for to get the messages before them; null: there are none */
  previousCursor: string | null;
  /** what to ask for to get the messages after them; null: the branch ends with the last one */
  nextCursor: string | null;
  /** gone some time after its last message, unless it is kept */
  isTemporary: boolean;
  activity: "idle" | "running" | "stopping";
  live: LiveAnswer | null;
  unsent: Unsent | null;
  /** a sentence about the last action that failed, such as choosing a version */
  problem: string | null;
  /** the question or answer whose words are being changed in place */
  editing: string | null;
  removed: Removed | null;
  /** deleted in another tab or on another device; whether something was being written for it */
  deleted: { hasDraft: boolean } | null;
}

export function initialState(initial: ConversationPageView | null): ConversationState {
  return {
    id: initial?.id ?? null,
    messages: initial?.messages ?? [],
    previousCursor: initial?.previousCursor ?? null,
    nextCursor: initial?.nextCursor ?? null,
    isTemporary: Boolean(initial?.temporaryUntil),
    activity: "idle",
    live: null,
    unsent: null,
    problem: null,
    editing: null,
    removed: null,
    deleted: null,
  };
}

/** Where React finds the state, and the controller changes it. */
export class ConversationStore {
  private readonly listeners = new Set<() => void>();
  constructor(private state: ConversationState) {}

  read = (): ConversationState => this.state;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(change: Partial<ConversationState>): void {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }

  replaceMessage(id: string, message: MessageView): void {
    this.set({ messages: this.state.messages.map((each) => (each.id === id ? message : each)) });
  }
}

export function newQuestion(
  id: string,
  parentId: string | null,
  text: string,
  earlier: readonly string[] = [],
): MessageView {
  const createdAt = new Date().toISOString();
  return {
    id,
    parentId,
    role: "user",
    status: "done",
    parts: [{ type: "text", text }],
    continuesId: null,
    editedFromId: null,
    completion: null,
    createdAt,
    siblings: [...earlier, id],
  };
}

export function newAnswer(id: string, parentId: string | null, earlier: readonly string[] = []): MessageView {
  return {
    id,
    parentId,
    role: "assistant",
    status: "running",
    parts: [],
    continuesId: null,
    editedFromId: null,
    completion: null,
    createdAt: new Date().toISOString(),
    siblings: [...earlier, id],
  };
}

/** The new answer as it begins: with everything that the unfinished one said. */
export function continuationOf(id: string, of: MessageView): MessageView {
  return { ...newAnswer(id, of.parentId, of.siblings), parts: of.parts, continuesId: of.id };
}

export function textLength(message: MessageView): number {
  return message.parts.reduce((sum, part) => sum + part.text.length, 0);
}

/** Grows with everything the model or a tool adds; two equal figures mean that nothing came in between. */
export function progressOf(message: MessageView): number {
  return message.parts.reduce((sum, part) => {
    const result =
      part.type === "tool"
        ? part.arguments.length + (part.result?.length ?? 0) + (part.state === "running" ? 0 : 1)
        : 0;
    return sum + 1 + part.text.length + result;
  }, 0);
}
