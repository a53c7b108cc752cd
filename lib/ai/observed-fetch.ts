import "server-only";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";

/** What the bytes said that an SDK does not tell: comments, `[DONE]`, times. All times are milliseconds since `startedAt`. */
export interface WireObservation {
  connectMs: number | null;
  firstByteMs: number | null;
  lastByteMs: number | null;
  comments: number;
  sawDone: boolean;
  status: number | null;
  requestBody: string | null;
  retryAfter: string | null;
}

export interface ObserveOptions {
  fetch: typeof fetch;
  /** ends the request: Stop, or one of the clocks below */
  controller: AbortController;
  now: () => number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  onTiming?: (observation: WireObservation) => void;
}

const done = new TextEncoder().encode("[DONE]");
const newline = 10;
const colon = 58;

/**
 * Wraps a fetch: watches the bytes of one model call pass by, keeps two clocks (first byte; silence after bytes), ends the body at
 * `[DONE]` even when the server leaves it open, and turns a whole JSON answer to a streaming request into one event.
 */
export function observeFetch(options: ObserveOptions): { fetch: typeof fetch; observation: WireObservation } {
  const startedAt = options.now();
  const elapsed = () => Math.round(options.now() - startedAt);
  const observation: WireObservation = {
    connectMs: null,
    firstByteMs: null,
    lastByteMs: null,
    comments: 0,
    sawDone: false,
    status: null,
    requestBody: null,
    retryAfter: null,
  };
  const timeOut = (what: string) => () => options.controller.abort(new AppError("provider_timeout", { detail: what }));

  const observed: typeof fetch = async (input, init) => {
    observation.requestBody = typeof init?.body === "string" ? init.body : null;
    let clock = setTimeout(timeOut("no first byte"), options.firstByteTimeoutMs);
    let response: Response;
    try {
      response = await options.fetch(input, { ...init, signal: options.controller.signal });
    } catch (error) {
      clearTimeout(clock);
      throw options.controller.signal.aborted ? options.controller.signal.reason : error;
    }
    observation.connectMs = elapsed();
    observation.status = response.status;
    observation.retryAfter = response.headers.get("retry-after");
    options.onTiming?.(observation);
    const { body } = response;
    if (!body) {
      clearTimeout(clock);
      return response;
    }

    const reader = body.getReader();
    const scan = createScanner();
    let total = 0;
    const restart = () => {
      clearTimeout(clock);
      clock = setTimeout(timeOut("silence"), options.idleTimeoutMs);
    };
    const stream = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { value, done: ended } = await reader.read().catch((error: unknown) => {
            clearTimeout(clock);
            throw options.controller.signal.aborted ? options.controller.signal.reason : error;
          });
          if (ended) {
            clearTimeout(clock);
            controller.close();
            return;
          }
          total += value.byteLength;
          if (total > limits.responseBytes) {
            clearTimeout(clock);
            void reader.cancel();
            throw new AppError("answer_too_large", { detail: `${total} bytes` });
          }
          observation.lastByteMs = elapsed();
          const seen = scan(value);
          observation.comments += seen.comments;
          // Comments prove that the line is alive, not that the model says anything.
          if (seen.payload || observation.firstByteMs === null) restart();
          if (observation.firstByteMs === null) {
            observation.firstByteMs = observation.lastByteMs;
            options.onTiming?.(observation);
          }
          controller.enqueue(value);
          if (seen.done) {
            observation.sawDone = true;
            clearTimeout(clock);
            controller.close();
            void reader.cancel();
          }
        },
        async cancel(reason) {
          clearTimeout(clock);
          await reader.cancel(reason);
        },
      },
      { highWaterMark: 0 },
    );
    const wrapped = new Response(stream, {
      status: response.status,
      statusText: response.statusText,
      headers: response.headers,
    });
    return response.ok && wantsStream(observation.requestBody)
      ? asEventStream(wrapped, () => (observation.sawDone = true))
      : wrapped;
  };
  return { fetch: observed, observation };
}

const wantsStream = (body: string | null) => body !== null && /"stream":\s*true/.test(body);

/**
 * A server may answer a streaming request with one JSON document or with a web page. By content type, the first becomes one event,
 * the second a clear error; without a known type the body is taken as the event stream it should be.
 */
async function asEventStream(response: Response, onWhole: () => void): Promise<Response> {
  const type = response.headers.get("content-type")?.toLowerCase() ?? "";
  if (type.includes("text/html")) {
    await response.body?.cancel();
    throw new AppError("provider_malformed", {
      detail: "web page instead of an event stream",
      userMessage:
        "The address answered with a web page instead of a model's reply. Check the address of the connection.",
    });
  }
  if (!type.includes("json")) return response;
  const text = await response.text();
  let whole: unknown;
  try {
    whole = JSON.parse(text);
  } catch (error) {
    throw new AppError("provider_malformed", { detail: "invalid JSON body", cause: error });
  }
  onWhole();
  return new Response(`data: ${JSON.stringify(whole)}\n\ndata: [DONE]\n\n`, {
    status: 200,
    headers: { "content-type": "text/event-stream" },
  });
}

/**
 * Looks at lines without decoding them: comment lines begin with ":", the end mark is a line `data:[DONE]`. State is a few bytes,
 * cost is one look at the start of each line plus a native search, whatever the length of the answer.
 */
function createScanner(): (bytes: Uint8Array) => { comments: number; payload: boolean; done: boolean } {
  let atLineStart = true;
  let tail = new Uint8Array(0);
  return (bytes) => {
    let comments = 0;
    let payload = false;
    for (let index = 0; index < bytes.length; ) {
      const byte = bytes[index];
      if (atLineStart && byte === colon) comments += 1;
      else if (atLineStart && byte !== newline && byte !== 13) payload = true;
      else if (!atLineStart && comments === 0) payload = true;
      const next = bytes.indexOf(newline, index);
      atLineStart = next !== -1;
      if (next === -1) break;
      index = next + 1;
    }
    const joined = tail.length === 0 ? bytes : concat(tail, bytes);
    const found = endsWithDone(joined);
    tail = joined.slice(-24);
    return { comments, payload, done: found };
  };
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** A line `data: [DONE]` (one optional space) that is complete or ends the bytes. Inside a JSON string the quote before it differs. */
function endsWithDone(bytes: Uint8Array): boolean {
  for (let at = bytes.lastIndexOf(91); at >= 5; at = bytes.lastIndexOf(91, at - 1)) {
    if (done.every((byte, offset) => bytes[at + offset] === byte)) {
      const before = new TextDecoder("latin1").decode(bytes.subarray(Math.max(0, at - 7), at));
      return /(^|[\r\n])data: ?$/.test(before);
    }
    if (bytes.length - at > 64) break;
  }
  return false;
}
