import "server-only";
import type {
  LanguageModelV4Middleware,
  LanguageModelV4Prompt,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import type { Decoder } from "@/lib/reasoning/decode";
import type { CallEvent } from "@/lib/reasoning/events";

/** The key under which context.ts puts stored details on an assistant message; only the server writes prompts. */
export const replayKey = "verbatim";

export interface ReasoningMiddlewareOptions {
  /** Of this one stream. Its owner calls `end()` when the stream has ended, broken or not, so that nothing held back is lost. */
  decoder: Decoder;
  /** Every fact of the stream, in order, as it is decoded: the recorder reads here and so survives aborts and errors. */
  onEvent: (event: CallEvent) => void;
  /** A line of the stream that is not JSON. */
  onMalformed: () => void;
}

/**
 * The only place that knows how reasoning travels on the wire. Going in: stored details become `reasoning_details` of their assistant
 * message, untouched, and reasoning parts are removed (the provider would otherwise send them as text without signatures).
 * Coming out: raw chunks go through our decoder, which replaces the parts of the provider package (it drops details, refusals and
 * the order of interleaved reasoning).
 */
export function reasoningMiddleware({
  decoder,
  onEvent,
  onMalformed,
}: ReasoningMiddlewareOptions): LanguageModelV4Middleware {
  return {
    specificationVersion: "v4",
    transformParams: async ({ params }) => ({ ...params, includeRawChunks: true, prompt: withDetails(params.prompt) }),
    wrapStream: async ({ doStream }) => {
      const { stream, ...rest } = await doStream();
      const parts = createPartWriter();
      return {
        ...rest,
        stream: stream.pipeThrough(
          new TransformStream<LanguageModelV4StreamPart, LanguageModelV4StreamPart>({
            transform(part, controller) {
              if (part.type === "stream-start") controller.enqueue(part);
              if (part.type !== "raw") return;
              if (part.rawValue === undefined) return onMalformed();
              for (const event of decoder.push(part.rawValue)) {
                onEvent(event);
                parts.write(event, controller);
              }
            },
            flush(controller) {
              for (const event of decoder.end()) {
                onEvent(event);
                parts.write(event, controller);
              }
              parts.finish(controller);
            },
          }),
        ),
      };
    },
  };
}

function withDetails(prompt: LanguageModelV4Prompt): LanguageModelV4Prompt {
  return prompt.map((message) => {
    if (message.role !== "assistant") return message;
    const { [replayKey]: ours, ...others } = message.providerOptions ?? {};
    return {
      ...message,
      content: message.content.filter((part) => part.type !== "reasoning"),
      // The provider package spreads exactly this key on the wire message, whatever the provider's own name.
      providerOptions: { ...others, openaiCompatible: { ...others.openaiCompatible, ...ours } },
    };
  });
}

type Controller = TransformStreamDefaultController<LanguageModelV4StreamPart>;
const noUsage: LanguageModelV4Usage = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** Decoded events as stream parts of the model interface, so that the wrapped model serves any caller of it. */
function createPartWriter() {
  let open: { kind: "text" | "reasoning"; id: string } | null = null;
  let count = 0;
  let finishReason: string | undefined;
  const close = (controller: Controller) => {
    if (open) controller.enqueue({ type: `${open.kind}-end`, id: open.id });
    open = null;
  };
  return {
    write(event: CallEvent, controller: Controller) {
      if (event.type === "finish") finishReason = event.reason;
      if (event.type === "error") controller.enqueue({ type: "error", error: new Error(event.message) });
      if (event.type !== "text" && event.type !== "reasoning") return;
      if (open?.kind !== event.type) {
        close(controller);
        open = { kind: event.type, id: `${event.type}-${count++}` };
        controller.enqueue({ type: `${event.type}-start`, id: open.id });
      }
      controller.enqueue({ type: `${event.type}-delta`, id: open.id, delta: event.text });
    },
    finish(controller: Controller) {
      close(controller);
      const unified =
        finishReason === "stop" || finishReason === "length"
          ? finishReason
          : finishReason === "tool_calls"
            ? "tool-calls"
            : "other";
      controller.enqueue({ type: "finish", usage: noUsage, finishReason: { unified, raw: finishReason } });
    },
  };
}
