import "server-only";
import { randomUUID } from "node:crypto";
import { checkReasoning, describeCheck } from "./check-reasoning";
import { type ChunkStamp, usageOf } from "./chunks";
import { footerOf } from "./footer";
import { framesOf } from "./frames";
import { practiceHost, practiceModelId, practiceModels } from "./identity";
import { chooseScript, scriptOfAnswer } from "./match";
import { type PracticeRequest, parseRequest } from "./request";
import { type Clock, streamBody, systemClock } from "./stream-body";
import { titleFor } from "./title";
import { countTokens } from "./tokens";

/**
 * A `fetch` whose other end is the practice model: it answers `GET …/models` and `POST …/chat/completions` in OpenRouter's dialect
 * from scripts in this process. It reaches no network and reads no key. Unknown addresses get a 404 with an error body; the one thing
 * it throws is the abort reason of the request's signal.
 */
export function createPracticeFetch(options: Partial<Clock> = {}): typeof fetch {
  const clock: Clock = { ...systemClock, ...options };
  return async (input, init) => {
    const request = new Request(input, init);
    // The caller's own: a request's signal follows it only until the request is collected as garbage.
    const signal = init?.signal ?? request.signal;
    signal.throwIfAborted();
    const { pathname } = new URL(request.url);
    if (request.method === "GET" && pathname.endsWith("/models")) return Response.json(practiceModels());
    if (request.method !== "POST" || !pathname.endsWith("/chat/completions")) {
      return errorResponse(404, `The practice model has no ${request.method} ${pathname}.`);
    }
    const parsed = parseRequest(await request.text());
    if (typeof parsed === "string") return errorResponse(400, parsed);
    return parsed.isStream ? streamedAnswer(parsed, clock, signal) : titleAnswer(parsed);
  };
}

function streamedAnswer(request: PracticeRequest, clock: Clock, signal: AbortSignal): Response {
  const { messages, offered, effort, showsReasoning, maxTokens } = request;
  if (effort === null) return errorResponse(400, "Reasoning is mandatory for this model and cannot be switched off.");
  const script = chooseScript(messages, offered);
  if (script.kind === "http") return new Response(script.body, { status: script.status, headers: script.headers });

  const isContinued = messages.at(-1)?.role === "assistant";
  const earlier = isContinued ? messages.slice(0, -1) : messages;
  const check = describeCheck(checkReasoning(earlier, scriptOfAnswer));
  const footer = script.hasFooter ? footerOf({ check, hidesReasoning: !showsReasoning, isContinued }) : "";
  const stamp = newStamp();
  const promptTokens = promptTokensOf(request);
  const frames = framesOf(script, {
    stamp,
    effort,
    showsReasoning,
    maxTokens,
    promptTokens,
    footer: footer.slice(script.footerFrom ?? 0),
  });
  return new Response(streamBody(frames, clock, signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-generation-id": stamp.id,
    },
  });
}

/** Requests without streaming come from the background and want a title. */
function titleAnswer(request: PracticeRequest): Response {
  const content = titleFor(request.messages);
  const stamp = newStamp();
  return Response.json({
    id: stamp.id,
    object: "chat.completion",
    created: stamp.created,
    model: practiceModelId,
    provider: practiceHost,
    choices: [
      {
        index: 0,
        message: { role: "assistant", content, refusal: null },
        finish_reason: "stop",
        native_finish_reason: "end_of_script",
      },
    ],
    usage: usageOf({ promptTokens: promptTokensOf(request), answerTokens: countTokens(content), reasoningTokens: 0 }),
  });
}

function promptTokensOf({ messages }: PracticeRequest): number {
  return messages.reduce((sum, { text }) => sum + countTokens(text), 0);
}

function newStamp(): ChunkStamp {
  const created = Math.floor(Date.now() / 1000);
  return { id: `gen-practice-${created}-${randomUUID().slice(-12)}`, created };
}

function errorResponse(status: number, message: string): Response {
  return Response.json({ error: { code: status, message } }, { status });
}
