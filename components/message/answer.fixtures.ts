import type { CompletionView, MessageView } from "@/lib/conversation/message";

/** An answer of some words, as a page has it. */
export function storedAnswer(status: MessageView["status"], completion: Partial<CompletionView> = {}): MessageView {
  return {
    id: "a",
    parentId: "q",
    role: "assistant",
    status,
    parts: [{ type: "text", text: "So far." }],
    completion: {
      id: "k",
      status,
      connectionId: null,
      connectionName: "",
      model: "m",
      servedModel: null,
      provider: null,
      finishReason: null,
      usage: null,
      cost: null,
      settings: {},
      error: null,
      startedAt: "2026-01-01T00:00:00.000Z",
      timings: { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: null },
      calls: [],
      ...completion,
    },
    createdAt: "2026-01-01T00:00:00.000Z",
    siblings: ["a"],
    editedFromId: null,
    continuesId: null,
  };
}
