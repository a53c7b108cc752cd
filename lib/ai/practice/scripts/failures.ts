import "server-only";
import { practiceContextLength, practiceHost, practiceModelId } from "../identity";
import { reasoningText, type Script, type ScriptEntry, type StreamScript, streamScript } from "../script";
import { asksFor } from "../words";

const note = "This is a scripted failure of the practice model.";

interface HttpFailure {
  about: string;
  message: string;
  more?: object;
  headers?: Record<string, string>;
}

/** Bodies in the shapes that OpenRouter sends with these statuses. */
const httpFailures: Record<string, HttpFailure> = {
  400: { about: "a refused parameter", message: "temperature: expected a number between 0 and 2." },
  401: { about: "a refused key", message: "User not found." },
  402: { about: "credit used up", message: "Insufficient credits. Add more credits to continue." },
  403: {
    about: "moderation",
    message: "The input was flagged by moderation.",
    more: {
      metadata: { reasons: ["practice"], flagged_input: "", provider_name: practiceHost, model_slug: practiceModelId },
    },
  },
  404: { about: "a model that is gone", message: `No endpoints found for ${practiceModelId}.` },
  408: { about: "a timeout", message: "The request timed out." },
  429: {
    about: "too many requests, with Retry-After",
    message: "Provider returned error",
    more: {
      metadata: {
        provider_name: practiceHost,
        raw: '{"error":"rate limited, try again in 5 seconds"}',
        error_type: "rate_limit_exceeded",
      },
    },
    headers: { "retry-after": "5" },
  },
  500: { about: "a failing router", message: "Internal Server Error" },
  502: { about: "a failing host", message: "Provider returned error" },
  503: {
    about: "nobody can answer now",
    message: "No host is available for this model at the moment.",
    more: { availability: { code: "capacity_exhausted", retryable: true, retry_after: 5 } },
    headers: { "retry-after": "5" },
  },
};

function httpScript(status: number, { message, more, headers }: HttpFailure): Script {
  return {
    kind: "http",
    status,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ error: { code: status, message: `${message} (${note})`, ...more } }),
  };
}

const contextFailure: HttpFailure = {
  about: "the conversation is too long",
  message: `This endpoint's maximum context length is ${practiceContextLength} tokens. However, you requested about 204800 tokens.`,
  more: { metadata: { error_type: "context_length_exceeded" } },
};

const htmlPage: Script = {
  kind: "http",
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `<!doctype html><html><head><title>Sign in to the guest network</title></head><body><h1>${note}</h1></body></html>`,
};

function broken(how: string, text: string, options: Partial<StreamScript>): StreamScript {
  const reasoning = reasoningText([["low", `This answer will not come to its end: ${how}.`]]);
  const steps: StreamScript["steps"] = [
    { type: "reasoning", text: reasoning },
    { type: "answer", text },
  ];
  return streamScript(steps, { hasFooter: false, ...options });
}

const half =
  "This text comes before the failure. It should stay on the page, and nothing should pretend that it is whole. The next";

const streamFailures: Record<string, { about: string; script: Script }> = {
  stream: {
    about: "an error inside a stream that began well",
    script: broken("an error object follows inside the stream", `${half} thing is an error`, {
      end: { type: "error", code: 502, message: `The host stopped answering. (${note})` },
      tail: " that is over: this is the rest.",
    }),
  },
  cut: {
    about: "the connection breaks",
    script: broken("the connection breaks without a finish reason", `${half} word is mis`, {
      end: { type: "cut" },
      tail: "sing no longer: this is the rest.",
    }),
  },
  hang: {
    about: "silence after some words, until you stop it",
    script: broken("silence follows", `${half} word never`, {
      end: { type: "hang" },
      tail: " came, but this is the rest.",
    }),
  },
  empty: { about: "an answer without a word", script: streamScript([], { hasFooter: false }) },
  html: { about: "a web page where a stream should be", script: htmlPage },
  context: { about: contextFailure.about, script: httpScript(400, contextFailure) },
};

const byName: [string, { about: string; script: Script }][] = [
  ...Object.entries(httpFailures).map(([status, failure]): [string, { about: string; script: Script }] => [
    status,
    { about: failure.about, script: httpScript(Number(status), failure) },
  ]),
  ...Object.entries(streamFailures),
];

export const failures: readonly ScriptEntry[] = byName.map(([name, { about, script }]) => ({
  word: `error ${name}`,
  about,
  matches: asksFor(`error ${name}`),
  script: () => script,
}));
