import { AnswerRun } from "@/components/conversation/answer-run";
import type { ConversationStore } from "@/components/conversation/conversation-state";
import { mergeMessages } from "@/components/conversation/merge-page";
import { callApi, sentenceOf } from "@/lib/client/api";
import type { ConversationPageView, ConversationView, MessageView } from "@/lib/conversation/message";
import { loadLanes } from "./load-lanes";

/** The one answer of a lane that is being written. What is read anew is the lane alone, not the branch that is active. */
export class LaneRun extends AnswerRun {
  constructor(private readonly lane: ConversationStore) {
    super(lane);
  }

  override async reload(conversationId: string): Promise<void> {
    const messages = mergeMessages(this.lane.read().messages, await this.load(conversationId));
    this.lane.set({ messages, problem: null });
  }

  override async read(conversationId: string): Promise<ConversationPageView | null> {
    try {
      const messages = await this.load(conversationId);
      return { ...nothingElse, id: conversationId, messages };
    } catch (error) {
      this.lane.set({ problem: sentenceOf(error) });
      return null;
    }
  }

  private async load(conversationId: string): Promise<MessageView[]> {
    const [first] = this.lane.read().messages;
    if (first?.completion || !first?.parentId) {
      const { lanes } = await loadLanes(conversationId, [first?.id ?? ""]);
      return lanes[0]?.messages ?? [];
    }
    // the server names the answer to a new question, and has not said it yet
    const { messages } = await callApi<ConversationView>(
      "GET",
      `/api/conversations/${conversationId}?message=${first.parentId}`,
    );
    return messages.filter(({ parentId }) => parentId === first.parentId);
  }
}

/** What a lane does not show. */
const nothingElse = {
  ...{ title: "", settings: {}, activeLeafId: null, connectionId: null, model: null, version: 0, temporaryUntil: null },
  ...{ hasMore: false, previousCursor: null, nextCursor: null },
};
