import "server-only";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/errors/app-error";
import { parseExactChunk } from "@/lib/reasoning/exact-json";
import { type EventSink, readEvents } from "./event-stream";
import type { OpenUpstream } from "./guarded-request";
import { readText, toResponse } from "./upstream-fetch";

/** What the bytes said that an SDK does not tell: comments, `[DONE]`, times. All times are milliseconds since the call began. */
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
  open: OpenUpstream;
  /** ends the request: Stop, or one of the clocks below */
  controller: AbortController;
  now: () => number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  onTiming?: (observation: WireObservation) => void;
}

export interface ObservedCall {
  /**
   * For the provider package, which builds the request and reads refusals and whole answers. Of an accepted stream it gets an empty
   * body: its chain of transforms costs more CPU than all our own work on the events, and what it makes of them is not what we keep
   * (figures: docs/measurements.md).
   */
  fetch: typeof fetch;
  /** The accepted stream to its end; nothing when there is none. @throws AppError provider_timeout, provider_malformed, answer_too_large */
  read: (sink: Pick<EventSink, "onData" | "onMalformed">) => Promise<void>;
  observation: WireObservation;
}

const wantsStream = (body: string | null) => body !== null && /"stream":\s*true/.test(body);

/**
 * One upstream call, watched: two clocks (first byte; silence after bytes, comments being no speech), the end at `[DONE]` even when
 * the server leaves the body open, and a whole JSON answer to a streaming request taken as the one event it is.
 */
export function observeCall(options: ObserveOptions): ObservedCall {
  const { signal } = options.controller;
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
  let clock: NodeJS.Timeout | undefined;
  let accepted: { body: Readable; type: string } | null = null;

  const onPiece = ({ comments, isPayload }: { comments: number; isPayload: boolean }) => {
    observation.comments += comments;
    observation.lastByteMs = elapsed();
    if (observation.firstByteMs === null) {
      observation.firstByteMs = observation.lastByteMs;
      clearTimeout(clock);
      clock = setTimeout(timeOut("silence"), options.idleTimeoutMs);
      options.onTiming?.(observation);
    } else if (isPayload) clock?.refresh();
  };

  return {
    observation,
    async fetch(input, init) {
      observation.requestBody = typeof init?.body === "string" ? init.body : null;
      clock = setTimeout(timeOut("no first byte"), options.firstByteTimeoutMs);
      try {
        const response = await options.open(input instanceof Request ? input.url : `${input}`, {
          method: init?.method === "GET" ? "GET" : "POST",
          headers: Object.fromEntries(new Headers(init?.headers)),
          body: observation.requestBody,
          signal,
        });
        const { status, headers } = response;
        observation.connectMs = elapsed();
        observation.status = status;
        observation.retryAfter = headers.get("retry-after");
        options.onTiming?.(observation);
        if (status >= 200 && status < 300 && wantsStream(observation.requestBody)) {
          accepted = { body: response.body, type: headers.get("content-type")?.toLowerCase() ?? "" };
          return new Response("", { status, headers: { "content-type": "text/event-stream" } });
        }
        const whole = await toResponse(response);
        observation.firstByteMs = observation.lastByteMs = elapsed();
        clearTimeout(clock);
        return whole;
      } catch (error) {
        clearTimeout(clock);
        throw signal.aborted ? signal.reason : error;
      }
    },
    async read(sink) {
      if (accepted === null) return;
      const { body, type } = accepted;
      // Whatever the other end makes of the abort: nothing is read any more.
      const hangUp = () => body.destroy(signal.reason);
      signal.addEventListener("abort", hangUp, { once: true });
      try {
        signal.throwIfAborted();
        if (type.includes("text/html")) {
          body.on("error", () => {}).destroy();
          throw webPage();
        }
        if (type.includes("json")) {
          const text = await readText(body);
          onPiece({ comments: 0, isPayload: true });
          sink.onData(parseWhole(text));
          observation.sawDone = true;
        } else observation.sawDone = (await readEvents(body, { ...sink, onPiece })) === "mark";
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener("abort", hangUp);
        clearTimeout(clock);
      }
    },
  };
}

const webPage = () =>
  new AppError("provider_malformed", {
    detail: "web page instead of an event stream",
    userMessage:
      "The address answered with a web page instead of a model's reply. Check the address of the connection.",
  });

function parseWhole(text: string): unknown {
  try {
    return parseExactChunk(text);
  } catch (error) {
    throw new AppError("provider_malformed", { detail: "invalid JSON body", cause: error });
  }
}
