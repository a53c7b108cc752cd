import { AbstractChat, type ChatState, type ChatStatus } from "ai";
import type { AnswerMessage } from "@/lib/client/answer-message";
import type { ApiError } from "@/lib/client/api";
import { AnswerTransport } from "@/lib/client/chat-transport";
import { newId } from "@/lib/client/new-id";
import type { SendMessageBody } from "@/lib/contract/messages";

export interface FollowOptions {
  conversationId: string;
  /** what to post; null follows the running completion instead */
  body: SendMessageBody | null;
  answerId?: string;
  signal: AbortSignal;
  /** the connection is lost and cannot be taken up at once; it is back */
  onLine: (state: "lost" | "back") => void;
  /** called with the growing answer, at most once per animation frame */
  onFrame: (answer: AnswerMessage) => void;
}

export type FollowResult =
  | { kind: "finished" }
  /** the connection was lost; the server may go on */
  | { kind: "broken" }
  /** nothing runs any more */
  | { kind: "nothing" }
  /** the server stored nothing */
  | { kind: "refused"; error: ApiError };

/** One answer, from its first chunk until it ends in one of four ways. Never throws. */
export async function followAnswer(options: FollowOptions): Promise<FollowResult> {
  const state = new FrameState(options.onFrame);
  const transport = new AnswerTransport(options);
  const chat = new AnswerChat({ id: options.conversationId, transport, state, generateId: newId });
  const stop = () => void chat.stop();
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    if (options.body) await chat.sendMessage({ id: newId(), role: "user", parts: [] });
    else await chat.resumeStream();
  } finally {
    options.signal.removeEventListener("abort", stop);
    state.flush();
  }
  if (transport.refusal) return { kind: "refused", error: transport.refusal };
  if (transport.end === "nothing" || transport.end === "finished") return { kind: transport.end };
  return { kind: "broken" };
}

class AnswerChat extends AbstractChat<AnswerMessage> {}

/** Keeps the one message the SDK mutates, without copying it, and reports it once per frame. */
class FrameState implements ChatState<AnswerMessage> {
  status: ChatStatus = "ready";
  error: Error | undefined = undefined;
  messages: AnswerMessage[] = [];
  private frame: number | null = null;

  constructor(private readonly onFrame: (answer: AnswerMessage) => void) {}

  pushMessage = (message: AnswerMessage) => {
    this.messages = [...this.messages, message];
    this.schedule();
  };
  popMessage = () => {
    this.messages = this.messages.slice(0, -1);
  };
  replaceMessage = (index: number, message: AnswerMessage) => {
    this.messages[index] = message;
    this.schedule();
  };
  snapshot = <T>(thing: T): T => thing;

  flush(): void {
    if (this.frame !== null) cancelAnimationFrame(this.frame);
    this.report();
  }

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => this.report());
  }

  private report(): void {
    this.frame = null;
    const answer = this.messages.at(-1);
    if (answer?.role === "assistant") this.onFrame(answer);
  }
}
