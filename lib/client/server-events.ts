import { createParser } from "eventsource-parser";
import { watchConnection } from "./watch-connection";

/**
 * The data of each event of one response, until it ends. Throws when the connection is lost or dead; `connection` is what its request
 * was made with.
 */
export async function* serverEvents(response: Response, connection: AbortController): AsyncGenerator<string, void> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data) });
  const decoder = new TextDecoder();
  const watch = watchConnection(() => connection.abort());
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watch.heard();
      parser.feed(decoder.decode(value, { stream: true }));
      yield* events.splice(0);
    }
  } finally {
    watch.end();
    connection.abort();
  }
}
