import "./zod-without-eval";
import { type ChatTransport, type UIMessageChunk, uiMessageChunkSchema } from "ai";
import type { SendMessageBody } from "@/lib/contract/messages";
import { answerEvents, connectionUnder, isRefusal, lastEvent } from "./answer-events";
import type { AnswerMessage } from "./answer-message";
import { ApiError, toApiError, unreachableMessage } from "./api";

/** How the stream ended, over all its connections; `open` until it did. */
export type TransportEnd = "open" | "finished" | "broken" | "nothing";

interface AnswerTransportOptions {
  conversationId: string;
  /** what to post; null when only a running completion is followed */
  body: SendMessageBody | null;
  /** the answer to follow, absent = the newest one of the active branch */
  answerId?: string;
  /** the connection is lost and cannot be taken up at once; it is back */
  onLine: (state: "lost" | "back") => void;
}

/** Posts only the new message, never earlier ones, and follows a running completion, also after a reload. */
export class AnswerTransport implements ChatTransport<AnswerMessage> {
  end: TransportEnd = "open";
  /** set when the server refused before it stored anything */
  refusal: ApiError | null = null;
  private readonly path: string;
  private answerId: string | undefined;

  constructor(private readonly options: AnswerTransportOptions) {
    this.path = `/api/conversations/${options.conversationId}`;
    this.answerId = options.answerId;
  }

  async sendMessages({ abortSignal }: { abortSignal: AbortSignal | undefined }) {
    const init = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(this.options.body),
    };
    const { response, connection } = await this.request(`${this.path}/messages`, init, abortSignal);
    return this.chunksOf(response, connection, abortSignal);
  }

  async reconnectToStream({ abortSignal }: { abortSignal?: AbortSignal | undefined } = {}) {
    const { response, connection } = await this.request(this.restAt(0) ?? `${this.path}/completion`, {}, abortSignal);
    if (response.status === 204) {
      this.end = "nothing";
      return null;
    }
    return this.chunksOf(response, connection, abortSignal);
  }

  private async request(path: string, init: RequestInit, signal: AbortSignal | undefined) {
    const connection = connectionUnder(signal);
    let response: Response;
    try {
      response = await fetch(path, { ...init, signal: connection.signal });
    } catch (error) {
      this.end = "broken";
      if (!signal?.aborted) this.refusal = new ApiError(0, "unreachable", unreachableMessage, null);
      throw error;
    }
    if (response.ok) return { response, connection };
    this.end = "finished";
    this.refusal = await toApiError(response);
    throw this.refusal;
  }

  private restAt(count: number): string | null {
    if (!this.answerId) return null;
    return `${this.path}/completion?message=${this.answerId}${count > 0 ? `&after=${count}` : ""}`;
  }

  /** One unbroken stream to the SDK, whatever happens to the connections below it. */
  private chunksOf(
    first: Response,
    connection: AbortController,
    signal: AbortSignal | undefined,
  ): ReadableStream<UIMessageChunk> {
    const restAt = (count: number) => this.restAt(count);
    const events = answerEvents({ first, connection, signal, restAt, onLine: this.options.onLine });
    return new ReadableStream<UIMessageChunk>({
      pull: async (controller) => {
        try {
          const chunk = await this.nextChunk(events);
          if (chunk) return controller.enqueue(withEndApart(chunk));
          controller.close();
        } catch (error) {
          this.end = "broken";
          if (isRefusal(error)) this.refusal = error;
          controller.error(error);
        }
      },
      cancel: () => connection.abort(),
    });
  }

  /** Null: there is no more. */
  private async nextChunk(events: AsyncGenerator<string, void>): Promise<UIMessageChunk | null> {
    for (;;) {
      const { value, done } = await events.next();
      if (done) {
        if (this.end === "open") this.end = "nothing";
        return null;
      }
      if (value === lastEvent) {
        this.end = "finished";
        continue;
      }
      const chunk = await parseChunk(value);
      if (!chunk) continue;
      if (chunk.type === "start") this.answerId = chunk.messageId ?? this.answerId;
      // the SDK stops reading at an error; what it says is already in the metadata before it
      if (chunk.type === "error") this.end = "finished";
      return chunk;
    }
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
