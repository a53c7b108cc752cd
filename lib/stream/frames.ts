import "server-only";
import type { ContinueWay } from "@/lib/conversation/continuable";
import type {
  AttemptView,
  CompletionView,
  MessagePart,
  MessageView,
  ReasoningKind,
  Timings,
} from "@/lib/conversation/message";
import type { ErrorBody } from "@/lib/errors/error-body";
import type { CallEvent } from "@/lib/reasoning/events";
import { cleanToolName } from "@/lib/reasoning/harmony";
import { reasoningSpan } from "@/lib/reasoning/record";
import { eventsOf } from "./part-events";

const doneFrame = "data: [DONE]\n\n";
const frame = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;

/** How an answer goes on from an unfinished one. `text`: what the new turn asks; `kept`: how many parts it begins with, while it runs. */
export interface Continues {
  of: string;
  way: ContinueWay;
  text?: string;
  kept?: number;
}

export interface FrameWriter {
  start(input: {
    messageId: string;
    completion: CompletionView;
    parentId: string | null;
    createdAt: string;
    continues: Continues | null;
  }): void;
  /** parts that are there already, each whole and apart from what comes after it */
  kept(parts: readonly MessagePart[]): void;
  timings(timings: Partial<Timings>): void;
  /** where it stands before its first word; null = that is over */
  attempt(attempt: AttemptView | null): void;
  /** what came is not saved yet, or is again */
  unsaved(isUnsaved: boolean): void;
  event(event: CallEvent, atMs: number): void;
  /** the tools of a call have run, and the next call begins */
  nextStep(): void;
  /** the last frames; `completion` as stored */
  finish(input: { completion: CompletionView; error: ErrorBody | null }): void;
}

interface Tool {
  id: string;
  name: string;
  arguments: string;
  isShown: boolean;
}
type Open = { type: "text" | "reasoning"; id: string; kind: ReasoningKind | null; firstMs: number; lastMs: number };

/**
 * Decoded events as the AI SDK's UI message stream, with what is drawn and nothing else: details, signatures, annotations and raw
 * errors have no frame, so they cannot reach a browser. Cost per event depends on the event alone.
 */
export function createFrameWriter(append: (frame: string) => void, now: () => number = Date.now): FrameWriter {
  let open: Open | null = null;
  let createdMs: number | null = null;
  let parts = 0;
  let refusal = "";
  /** of the call that runs */
  const tools = new Map<number, Tool>();
  let step = 0;
  let attempt: AttemptView | null = null;

  const close = () => {
    if (open?.type === "text") append(frame({ type: "text-end", id: open.id }));
    if (open?.type === "reasoning") {
      const durationMs = reasoningSpan(open);
      append(
        frame({ type: "reasoning-end", id: open.id, providerMetadata: { verbatim: { kind: open.kind, durationMs } } }),
      );
    }
    open = null;
  };
  /** a page that comes later counts on from there; what is stored has its whole time instead */
  const startOf = () => (createdMs === null ? {} : { startedMs: Math.max(0, now() - createdMs) });
  const showTool = (tool: Tool, isOver = false) => {
    if (tool.isShown) return;
    tool.isShown = true;
    close();
    append(
      frame({
        type: "tool-input-available",
        toolCallId: tool.id,
        toolName: cleanToolName(tool.name) || "unknown",
        input: tool.arguments,
        dynamic: true,
        ...(isOver ? { providerMetadata: { verbatim: { state: "not_run" } } } : {}),
      }),
    );
  };
  const delta = (type: Open["type"], kind: ReasoningKind | null, text: string, atMs: number) => {
    if (open?.type !== type || open.kind !== kind) {
      if (text === "" && kind !== "hidden") return;
      close();
      open = { type, kind, id: `${type}-${parts++}`, firstMs: atMs, lastMs: atMs };
      append(
        type === "text"
          ? frame({ type: "text-start", id: open.id })
          : frame({ type: "reasoning-start", id: open.id, providerMetadata: { verbatim: { kind, ...startOf() } } }),
      );
    }
    open.lastMs = atMs;
    if (text !== "") append(`data: {"type":"${type}-delta","id":"${open.id}","delta":${JSON.stringify(text)}}\n\n`);
  };

  const writer: FrameWriter = {
    start({ messageId, continues, ...metadata }) {
      const messageMetadata = continues === null ? metadata : { ...metadata, continues };
      if (metadata.completion.status === "running") createdMs = Date.parse(metadata.createdAt);
      append(frame({ type: "start", messageId, messageMetadata }));
      append(frame({ type: "start-step" }));
    },
    kept(all) {
      if (all.length === 0) return;
      for (const part of all) {
        const index = tools.size;
        for (const event of eventsOf(part, index)) writer.event(event.event, event.atMs);
        const tool = part.type === "tool" ? tools.get(index) : undefined;
        if (tool) showTool(tool, true);
        close();
      }
      tools.clear();
      step += 1;
    },
    timings(timings) {
      append(frame({ type: "message-metadata", messageMetadata: { timings } }));
    },
    attempt(next) {
      if (next === attempt) return;
      attempt = next;
      append(frame({ type: "message-metadata", messageMetadata: { attempt } }));
    },
    unsaved(isUnsaved) {
      append(frame({ type: "message-metadata", messageMetadata: { unsaved: isUnsaved } }));
    },
    event(event, atMs) {
      switch (event.type) {
        case "text":
          return delta("text", null, event.text, atMs);
        case "reasoning":
          return delta("reasoning", event.kind, event.text, atMs);
        case "refusal":
          refusal += event.text;
          return append(frame({ type: "data-refusal", id: "refusal", data: { text: refusal } }));
        case "tool-call": {
          // Hosts count anew in every call; in the browser an id is one tool.
          const id = `${step}-${event.index}`;
          const tool = tools.get(event.index) ?? { id, name: "", arguments: "", isShown: false };
          tool.name += tool.name === "" ? (event.name ?? "") : "";
          tool.arguments += event.arguments ?? "";
          tools.set(event.index, tool);
          return;
        }
        case "tool-result": {
          const tool = tools.get(event.index);
          if (!tool) return;
          showTool(tool);
          const result = { toolCallId: tool.id, dynamic: true };
          return append(
            frame(
              event.ok
                ? { type: "tool-output-available", ...result, output: event.result }
                : { type: "tool-output-error", ...result, errorText: event.result },
            ),
          );
        }
        default:
          return;
      }
    },
    nextStep() {
      close();
      for (const tool of tools.values()) showTool(tool);
      tools.clear();
      step += 1;
      append(frame({ type: "finish-step" }));
      append(frame({ type: "start-step" }));
    },
    finish({ completion, error }) {
      close();
      for (const tool of tools.values()) showTool(tool);
      append(frame({ type: "message-metadata", messageMetadata: { completion } }));
      if (completion.status === "stopped") append(frame({ type: "abort" }));
      else if (error !== null) append(frame({ type: "error", errorText: JSON.stringify(error) }));
      else {
        append(frame({ type: "finish-step" }));
        append(frame({ type: "finish", finishReason: finishReasonOf(completion.finishReason) }));
      }
      append(doneFrame);
    },
  };
  return writer;
}

/** A stored answer as the same stream: what a second request with the same message id gets. */
export function storedFrames(
  message: MessageView & { completion: CompletionView },
  { error, continues }: { error: ErrorBody | null; continues: Continues | null },
): string[] {
  const frames: string[] = [];
  const writer = createFrameWriter((text) => frames.push(text));
  const { id: messageId, completion, parentId, createdAt } = message;
  writer.start({ messageId, completion, parentId, createdAt, continues });
  writer.kept(message.parts);
  writer.finish({ completion, error });
  return frames;
}

function finishReasonOf(reason: string | null): string {
  switch (reason) {
    case "stop":
    case "length":
      return reason;
    case "tool_calls":
      return "tool-calls";
    case "content_filter":
      return "content-filter";
    default:
      return "other";
  }
}
