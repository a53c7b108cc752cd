import "./zod-without-eval";
import { type ChatTransport, type UIMessageChunk, uiMessageChunkSchema } from "ai";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { SendMessageBody } from "@/lib/contract/messages";
import type { AnswerMessage } from "./answer-message";
import { ApiError, toApiError, unreachableMessage } from "./api";

/** How one connection to the server ended; `open` until it did. */
export type TransportEnd = "open" | "finished" | "broken" | "nothing";

interface AnswerTransportOptions {
  conversationId: string;
  /** what to post; null when only a running completion is followed */
  body: SendMessageBody | null;
  /** the answer to follow, absent = the newest one of the active branch */
  answerId?: string;
}

/** Posts only the new message, never earlier ones, and follows a running completion again after a reload or a lost connection. */
export class AnswerTransport implements ChatTransport<AnswerMessage> {
  end: TransportEnd = "open";
  /** set when the server refused before it stored anything */
  refusal: ApiError | null = null;
  private readonly path: string;

  constructor(private readonly options: AnswerTransportOptions) {
    this.path = `/api/conversations/${options.conversationId}`;
  }

  async sendMessages({ abortSignal }: { abortSignal: AbortSignal | undefined }) {
    const response = await this.request(`${this.path}/messages`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(this.options.body),
      signal: abortSignal,
    });
    return this.chunksOf(response);
  }

  async reconnectToStream({ abortSignal }: { abortSignal?: AbortSignal | undefined } = {}) {
    const query = this.options.answerId ? `?message=${this.options.answerId}` : "";
    const response = await this.request(`${this.path}/completion${query}`, { signal: abortSignal });
    if (response.status === 204) {
      this.end = "nothing";
      return null;
    }
    return this.chunksOf(response);
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(path, init);
    } catch (error) {
      this.end = "broken";
      if (!init.signal?.aborted) this.refusal = new ApiError(0, "unreachable", unreachableMessage, null);
      throw error;
    }
    if (response.ok) return response;
    this.end = "finished";
    this.refusal = await toApiError(response);
    throw this.refusal;
  }

  private chunksOf(response: Response): ReadableStream<UIMessageChunk> {
    if (!response.body) throw new TypeError("network: the answer has no body");
    const transport = this;
    return response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
      .pipeThrough(
        new TransformStream({
          async transform({ data }, controller: TransformStreamDefaultController<UIMessageChunk>) {
            if (data === "[DONE]") {
              transport.end = "finished";
              return;
            }
            const chunk = await parseChunk(data);
            if (!chunk) return;
            // the SDK stops reading at an error; what it says is already in the metadata before it
            if (chunk.type === "error") transport.end = "finished";
            controller.enqueue(withEndApart(chunk));
          },
          flush(controller) {
            if (transport.end === "finished") return;
            transport.end = "broken";
            controller.error(new TypeError("network: the stream ended without [DONE]"));
          },
        }),
      );
  }
}

/**
 * The SDK merges metadata key by key, and what was asked for would shine through what was sent: the completion as stored stands beside
 * the one that began.
 */
function withEndApart(chunk: UIMessageChunk): UIMessageChunk {
  if (chunk.type !== "message-metadata" || !isEnd(chunk.messageMetadata)) return chunk;
  const { completion, ...metadata } = chunk.messageMetadata;
  return { ...chunk, messageMetadata: { ...metadata, ended: completion } };
}

const isEnd = (metadata: unknown): metadata is { completion: unknown } =>
  typeof metadata === "object" && metadata !== null && "completion" in metadata;

/** Chunks of a kind this version does not know are dropped. */
async function parseChunk(data: string): Promise<UIMessageChunk | null> {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return null;
  }
  if (isDelta(value)) return value;
  const result = await uiMessageChunkSchema().validate?.(value);
  return result?.success ? result.value : null;
}

/** 99 of 100 chunks are deltas; the union of thirty schemas is too slow for them. */
function isDelta(value: unknown): value is { type: "text-delta" | "reasoning-delta"; id: string; delta: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    (value.type === "text-delta" || value.type === "reasoning-delta") &&
    "id" in value &&
    typeof value.id === "string" &&
    "delta" in value &&
    typeof value.delta === "string" &&
    !("providerMetadata" in value)
  );
}
