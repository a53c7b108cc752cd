import "server-only";
import { createParser } from "eventsource-parser";

export interface EventSink {
  /** one event's JSON, parsed; the end mark is none */
  onData: (json: unknown) => void;
  /** an event that is not JSON */
  onMalformed: () => void;
}

/**
 * Keeps the body of an accepted answer for `readEvents` and gives the provider package an empty one in its place. The package builds
 * the request and reads refusals; its chain of transforms over the events costs more CPU than all our own work on them, and what it
 * makes of them is not what we keep (figures: docs/measurements.md).
 */
export function divertBody(inner: typeof fetch): {
  fetch: typeof fetch;
  body: () => ReadableStream<Uint8Array> | null;
} {
  let body: ReadableStream<Uint8Array> | null = null;
  const diverted: typeof fetch = async (input, init) => {
    const response = await inner(input, init);
    if (!response.ok) return response;
    body = response.body;
    return new Response("", { status: response.status, headers: response.headers });
  };
  return { fetch: diverted, body: () => body };
}

/** Reads an event stream to its end. @throws what the body or the sink throws; the body is let go of then */
export async function readEvents(body: ReadableStream<Uint8Array>, sink: EventSink): Promise<void> {
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent({ data }) {
      if (data === "[DONE]") return;
      let json: unknown;
      try {
        json = JSON.parse(data);
      } catch {
        return sink.onMalformed();
      }
      sink.onData(json);
    },
  });
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
    }
  } catch (error) {
    reader.cancel(error).catch(() => {});
    throw error;
  }
}
