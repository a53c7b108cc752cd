import "server-only";
import { APICallError, type LanguageModelV4Prompt } from "@ai-sdk/provider";
import { env } from "@/lib/config/env";
import { limits } from "@/lib/config/limits";
import { AppError } from "@/lib/errors/app-error";
import { createDecoder, type DecoderOptions } from "@/lib/reasoning/decode";
import type { CallEvent } from "@/lib/reasoning/events";
import { createRepetitionWatch } from "@/lib/reasoning/repetition";
import { observeCall } from "./observed-call";
import { fromProviderFacts, networkCodeOf, readErrorBody, readRetryAfter, toProviderError } from "./provider-errors";
import { createModel, openFor, type ProviderConnection } from "./providers";

export interface ModelCallRequest {
  connection: ProviderConnection;
  model: string;
  prompt: LanguageModelV4Prompt;
  /** parameters under their wire names */
  wire: Record<string, unknown>;
  /** how `content` is read; absent = by what it shows */
  think?: DecoderOptions["think"];
  /** aborted with a StopRequest by Stop, with an AppError by a limit or by the end of this server */
  controller: AbortController;
}

export interface ModelCallSink {
  /** every fact of the stream, `atMs` since the request began */
  onEvent: (event: CallEvent, atMs: number) => void;
  onTiming?: (timing: { connectMs: number | null; firstByteMs: number | null }) => void;
}

export interface ModelCallOutcome {
  outcome: "done" | "stopped" | "failed" | "interrupted";
  /** mark = [DONE] seen, finish = a finish reason came, eof = the body ended without either, cut = it broke or was stopped */
  ended: "mark" | "finish" | "eof" | "cut";
  error: AppError | null;
  /** what the provider answered instead of accepting the request; null = it was accepted, or nothing answered */
  refusal: { status: number; body: string } | null;
  /** overrides what the stream said: "size" when our own limit ended it, "repetition" when it turned in circles */
  finishReason: string | null;
  /** something of the answer came, reasoning included: from here on it is never asked for again by itself */
  hasBegun: boolean;
  /** it began inside of its thoughts, without a tag that says so */
  beganInside: boolean;
  /** the HTTP status of a refusal, also of one that a stream told; null = nothing answered, or it was accepted */
  status: number | null;
  /** of a connection that failed, such as ECONNREFUSED, when not one byte had come */
  networkCode: string | null;
  /** how long the refusal asks to wait; null = it does not say */
  retryAfterSeconds: number | null;
  /** the body as sent, without headers */
  request: string | null;
  connectMs: number | null;
  firstByteMs: number | null;
  totalMs: number;
}

/** The reason of an abort asked for by a person. */
export class StopRequest extends Error {
  override name = "StopRequest";
}

const maxMalformed = 3;
/** What comes around an answer and is none of it. */
const aside: ReadonlySet<CallEvent["type"]> = new Set(["error", "served", "usage", "finish"]);
const isSomething = (event: CallEvent) =>
  !aside.has(event.type) && !(event.type === "details" && (event.json === "[]" || event.json === "null"));

/**
 * One upstream request: prompt in, events out, and how it ended. Never throws: a failure is an outcome, and what came before it has
 * already reached the sink. The request is the provider package's, the events are read here, and the loop over calls is ours (see
 * docs/architecture.md).
 */
export async function callModel(request: ModelCallRequest, sink: ModelCallSink): Promise<ModelCallOutcome> {
  const { connection, controller } = request;
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const seen = {
    begun: false,
    finish: null as string | null,
    native: null as string | null,
    output: false,
    units: 0,
    error: null as Extract<CallEvent, { type: "error" }> | null,
    malformed: 0,
    oversize: false,
    repeats: false,
  };

  const { fetch, read, observation } = observeCall({
    open: openFor(connection),
    controller,
    now: () => performance.now(),
    firstByteTimeoutMs: env().PROVIDER_FIRST_BYTE_TIMEOUT * 1000,
    idleTimeoutMs: env().PROVIDER_IDLE_TIMEOUT * 1000,
    ...(sink.onTiming ? { onTiming: sink.onTiming } : {}),
  });

  const onEvent = (event: CallEvent) => {
    seen.malformed = 0;
    seen.begun ||= isSomething(event);
    if (event.type === "finish") {
      seen.finish = event.reason;
      seen.native = event.nativeReason ?? seen.native;
    } else if (event.type === "error") seen.error = event;
    else if (event.type === "text" || event.type === "reasoning" || event.type === "refusal") {
      if (event.type !== "reasoning") seen.output = true;
      seen.units += event.text.length;
      if (event.type !== "refusal" && !seen.repeats && watches[event.type].push(event.text)) {
        seen.repeats = true;
        controller.abort(new AppError("answer_too_large", { detail: `${event.type} repeats itself` }));
      }
      if (seen.units > limits.answerUnits && !seen.oversize) {
        seen.oversize = true;
        controller.abort(new AppError("answer_too_large", { detail: `${seen.units} units` }));
      }
    } else if (event.type === "tool-call") seen.output = true;
    sink.onEvent(event, elapsed());
  };
  const onMalformed = () => {
    seen.malformed += 1;
    if (seen.malformed >= maxMalformed)
      controller.abort(new AppError("provider_malformed", { detail: `${maxMalformed} broken lines in a row` }));
  };

  const watches = { reasoning: createRepetitionWatch("reasoning"), text: createRepetitionWatch("text") };
  const decoder = createDecoder({ think: request.think ?? "auto" });
  let thrown: unknown = null;
  try {
    const model = createModel({ connection, model: request.model, fetch, wire: request.wire });
    const { stream } = await model.doStream({ prompt: request.prompt, abortSignal: controller.signal });
    await stream.cancel();
    await read({
      onData: (json) => {
        for (const event of decoder.push(json)) onEvent(event);
      },
      onMalformed,
    });
  } catch (error) {
    thrown = controller.signal.aborted ? controller.signal.reason : error;
  }
  // Of a broken stream too: what the decoder held back in doubt is text all the same.
  for (const event of decoder.end()) onEvent(event);
  const refusal = refusalOf(thrown) ?? refusalInStream(seen);
  const facts = {
    hasBegun: seen.begun,
    beganInside: decoder.beganInside(),
    status: refusal?.status ?? null,
    networkCode: thrown !== null && observation.firstByteMs === null ? networkCodeOf(thrown) : null,
    retryAfterSeconds: refusal === null ? null : readRetryAfter(observation.retryAfter, Date.now()),
    request: observation.requestBody,
    connectMs: observation.connectMs,
    firstByteMs: observation.firstByteMs,
    totalMs: elapsed(),
    refusal,
  };
  const context = { connectionName: connection.name, secrets: [connection.apiKey] };

  if (thrown instanceof StopRequest)
    return { ...facts, outcome: "stopped", ended: "cut", error: null, finishReason: null };
  if (thrown instanceof AppError && thrown.code === "server_stopped")
    return { ...facts, outcome: "interrupted", ended: "cut", error: thrown, finishReason: null };
  if (seen.repeats) return { ...facts, outcome: "done", ended: "cut", error: null, finishReason: "repetition" };
  if (seen.oversize) return { ...facts, outcome: "done", ended: "cut", error: null, finishReason: "size" };
  if (thrown !== null && !observation.sawDone) {
    // The provider said what is wrong before the line broke: that is the reason.
    const error = (seen.error && streamError(seen, "eof", context)) ?? toProviderError(thrown, context);
    // Bytes came and then the line broke without a word: interrupted, not failed.
    if (error.code === "provider_unreachable" && observation.firstByteMs !== null) {
      return seen.finish === null
        ? {
            ...facts,
            outcome: "interrupted",
            ended: "cut",
            error: new AppError("provider_cut", { cause: thrown }),
            finishReason: null,
          }
        : { ...facts, outcome: "done", ended: "finish", error: null, finishReason: null };
    }
    return { ...facts, outcome: "failed", ended: "cut", error, finishReason: null };
  }
  const ended = observation.sawDone ? "mark" : seen.finish === null ? "eof" : "finish";
  const error = streamError(seen, ended, context);
  if (error === null) return { ...facts, outcome: "done", ended, error, finishReason: null };
  return {
    ...facts,
    outcome: error.code === "provider_cut" ? "interrupted" : "failed",
    ended,
    error,
    finishReason: null,
  };
}

function refusalOf(thrown: unknown): ModelCallOutcome["refusal"] {
  if (!APICallError.isInstance(thrown) || thrown.statusCode === undefined || thrown.statusCode < 400) return null;
  return { status: thrown.statusCode, body: thrown.responseBody ?? "" };
}

/** Routers accept first and pass on the refusal of a host as the only thing the stream says. */
function refusalInStream(seen: {
  begun: boolean;
  error: Extract<CallEvent, { type: "error" }> | null;
}): ModelCallOutcome["refusal"] {
  const status = Number(seen.error?.code);
  if (!seen.error || seen.begun || !(status >= 400 && status < 600)) return null;
  return { status, body: seen.error.raw };
}

/** What is wrong with a stream that came to its end. */
function streamError(
  seen: {
    finish: string | null;
    native: string | null;
    output: boolean;
    error: Extract<CallEvent, { type: "error" }> | null;
  },
  ended: "mark" | "finish" | "eof",
  context: { connectionName: string; secrets: (string | null)[] },
): AppError | null {
  // Token limits are told twice by some hosts: first as the finish reason, then as an error.
  if (seen.error && seen.finish !== "length") {
    const facts = readErrorBody(null, seen.error.raw);
    const code = Number(seen.error.code);
    return fromProviderFacts(
      {
        ...facts,
        message: facts.message ?? seen.error.message,
        status: facts.status ?? (Number.isInteger(code) && code >= 400 ? code : 500),
      },
      context,
    );
  }
  if (seen.finish === "error" || seen.native === "network_error")
    return new AppError("provider_failed", { detail: `finish ${seen.finish} ${seen.native}` });
  if (ended === "eof")
    return new AppError(seen.output ? "provider_cut" : "provider_empty", { detail: "the stream ended without a mark" });
  if (!seen.output && seen.finish !== "length" && seen.finish !== "content_filter")
    return new AppError("provider_empty", { detail: `finish ${seen.finish}` });
  return null;
}
