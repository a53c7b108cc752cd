import type { UIMessage } from "ai";
import type { AttemptView, CompletionView, Timings } from "@/lib/conversation/message";

export interface AnswerMetadata {
  /** as it began */
  completion?: CompletionView;
  /** as it was stored at its end */
  ended?: CompletionView;
  parentId?: string | null;
  createdAt?: string;
  timings?: Timings;
  attempt?: AttemptView | null;
}

/** One answer as the AI SDK carries it while it streams. */
export type AnswerMessage = UIMessage<AnswerMetadata, { refusal: { text: string }; notice: { text: string } }>;
