import type { AnswerMessage } from "@/lib/client/answer-message";
import type { MessagePart, MessageView, ReasoningKind, ToolPart } from "@/lib/conversation/message";

/**
 * The streamed message in the shape of the stored one, so that one component draws both.
 * Parts that did not change keep their identity: what they are drawn with is not drawn again.
 */
export function toAnswerView(message: AnswerMessage, previous: MessageView): MessageView {
  const { metadata } = message;
  const completion = metadata?.ended ?? metadata?.completion ?? previous.completion;
  const status = completion?.status ?? "running";
  // a call in a request that offered no tools is never run; one that is open at the end was not run either
  const openState = status === "running" && (completion?.settings.tools?.length ?? 0) > 0 ? "running" : "not_run";
  const parts = message.parts.map((part) => toPart(part, openState)).filter((part) => part !== null);
  return {
    ...previous,
    id: message.id,
    parentId: metadata?.parentId ?? previous.parentId,
    status,
    continuesId: metadata?.continues?.of ?? previous.continuesId,
    parts: parts.map((part, index) => keepIfSame(previous.parts[index], part)),
    completion: completion && metadata?.timings ? withTimings(completion, metadata.timings) : completion,
    createdAt: metadata?.createdAt ?? previous.createdAt,
    isUnsaved: status === "running" && metadata?.unsaved === true,
    siblings: previous.siblings.map((id) => (id === previous.id ? message.id : id)),
  };
}

function withTimings(
  completion: NonNullable<MessageView["completion"]>,
  timings: NonNullable<typeof completion>["timings"],
) {
  // the final completion carries its own, complete times; those sent on the way are partly null
  return completion.timings.totalMs === null ? { ...completion, timings } : completion;
}

function toPart(part: AnswerMessage["parts"][number], openState: "running" | "not_run"): MessagePart | null {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "reasoning": {
      const facts = part.providerMetadata?.verbatim;
      const durationMs = facts?.durationMs;
      const startedMs = facts?.startedMs;
      return {
        type: "reasoning",
        text: part.text,
        kind: toKind(facts?.kind),
        durationMs: typeof durationMs === "number" ? durationMs : null,
        ...(typeof startedMs === "number" ? { startedMs } : {}),
      };
    }
    case "data-refusal":
      return { type: "refusal", text: part.data.text };
    case "data-notice":
      return { type: "notice", text: part.data.text };
    case "dynamic-tool":
      return {
        type: "tool",
        text: "",
        name: part.toolName,
        arguments: typeof part.input === "string" ? part.input : JSON.stringify(part.input ?? {}),
        ...outcomeOf(part, openState),
      };
    default:
      return null;
  }
}

type DynamicToolPart = Extract<AnswerMessage["parts"][number], { type: "dynamic-tool" }>;

function outcomeOf(part: DynamicToolPart, openState: "running" | "not_run"): Pick<ToolPart, "state" | "result"> {
  if (part.state === "output-available")
    return { state: "done", result: typeof part.output === "string" ? part.output : JSON.stringify(part.output) };
  if (part.state === "output-error") return { state: "failed", result: part.errorText };
  // one that was never run belongs to the unfinished answer that this one began with
  const isOver = part.callProviderMetadata?.verbatim?.state === "not_run";
  return { state: isOver ? "not_run" : openState, result: null };
}

function toKind(kind: unknown): ReasoningKind {
  return kind === "summary" || kind === "hidden" ? kind : "raw";
}

function keepIfSame(before: MessagePart | undefined, now: MessagePart): MessagePart {
  if (before?.type !== now.type || before.text !== now.text) return now;
  if (before.type === "reasoning" && now.type === "reasoning") {
    return before.kind === now.kind && before.durationMs === now.durationMs ? before : now;
  }
  if (before.type === "tool" && now.type === "tool") {
    const isSame = before.name === now.name && before.arguments === now.arguments;
    return isSame && before.state === now.state && before.result === now.result ? before : now;
  }
  return before;
}
