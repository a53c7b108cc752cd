import type { UIMessage } from "ai";
import type { ContinueWay } from "@/lib/conversation/continuable";
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
  /** the unfinished answer it goes on from: in a copy of it, of `kept` parts, or in a new turn below it that asks `text` */
  continues?: { of: string; way: ContinueWay; text?: string; kept?: number };
  /** the server could not save what came for some seconds */
  unsaved?: boolean;
}

/** One answer as the AI SDK carries it while it streams. */
export type AnswerMessage = UIMessage<AnswerMetadata, { refusal: { text: string }; notice: { text: string } }>;
