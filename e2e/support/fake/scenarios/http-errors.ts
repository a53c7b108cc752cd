import { type FakeAnswer, json, plain, streamed } from "../answer.ts";
import type { Scenario, Scenarios } from "../scenario.ts";
import { comment } from "../wire.ts";
import { reasoned } from "./basics.ts";

const messages: Record<number, string> = {
  400: "temperature: expected a number between 0 and 2",
  401: "User not found.",
  402: "Insufficient credits",
  403: "The input was flagged by moderation.",
  404: "No endpoints found for this model.",
  408: "Request timed out",
  413: "Payload too large",
  422: "Unprocessable request",
  429: "Provider returned error",
  500: "Internal Server Error",
  502: "Provider returned error",
  503: "No available provider",
  524: "Edge timeout",
  529: "Provider overloaded",
};

function failure(status: number, more: object = {}, headers: Record<string, string> = {}): FakeAnswer {
  return json(status, { error: { code: status, message: messages[status] ?? "Error", ...more } }, headers);
}

const html =
  "<!doctype html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1><script>1</script></body></html>";

/** `[[scenario:status code=418 body=nested|flat|string|text|html|empty|octet message="…" retry-after=3]]` */
const status: Scenario = ({ params }) => {
  const code = params.number("code", 500);
  const message = params.text("message", messages[code] ?? "Error");
  const retryAfter = params.text("retry-after", "");
  const headers: Record<string, string> = retryAfter ? { "retry-after": retryAfter } : {};
  switch (params.text("body", "nested")) {
    case "flat":
      return json(code, { object: "error", message, type: "error", param: null, code }, headers);
    case "string":
      return json(code, { error: message }, headers);
    case "text":
      return plain(code, "text/plain", message, headers);
    case "html":
      return plain(code, "text/html", html, headers);
    case "empty":
      return plain(code, "application/json", "", headers);
    case "octet":
      return plain(code, "application/octet-stream", JSON.stringify({ error: { message } }), headers);
    default:
      return json(code, { error: { code, message } }, headers);
  }
};

/**
 * The first `times` requests with this question fail, later ones succeed: for retries. `how=status|loading|reset|in-stream|late`;
 * `retry-after` in seconds, `date:seconds` as a date, or "" for none.
 */
const failOnce: Scenario = (context) => {
  const { params, attempt, wire } = context;
  if (attempt > params.number("times", 1)) return streamed(reasoned(context, `Answered at attempt ${attempt}.`));
  const code = params.number("code", 503);
  switch (params.text("how", "status")) {
    case "loading":
      return loadingModel();
    case "reset":
      return streamed([], "destroy");
    case "in-stream":
      return streamed([comment, { json: { error: { code, message: messages[code] ?? "Error" } } }]);
    case "late":
      return streamed([
        wire.reasoning("A first thought."),
        { json: { error: { code, message: messages[code] ?? "Error" } } },
      ]);
    default:
      return failure(code, {}, retryAfterOf(params.text("retry-after", "1")));
  }
};

function retryAfterOf(said: string): Record<string, string> {
  if (said === "") return {};
  const [, seconds] = /^date:(\d+)$/.exec(said) ?? [];
  return { "retry-after": seconds ? new Date(Date.now() + Number(seconds) * 1000).toUTCString() : said };
}

const loadingModel = () => json(503, { error: { code: 503, message: "Loading model", type: "unavailable_error" } });

/** Refuses replayed details, as after a switch of hosts; answers once they are left out. */
const detailsRefused: Scenario = (context) => {
  if (!context.messages.some((message) => "reasoning_details" in message)) {
    return streamed(reasoned(context, `No details received, answer ${context.number}.`));
  }
  const raw = JSON.stringify({ error: { message: "messages.1.content.0: Invalid `signature` in `thinking` block" } });
  return failure(400, { message: "Provider returned error", metadata: { provider_name: "Fake Host", raw } });
};

/** A strict host: refuses the message field named by `field` (default reasoning_content). */
const unsupportedField: Scenario = (context) => {
  const field = context.params.text("field", "reasoning_content");
  const at = context.messages.findIndex((message) => field in message);
  if (at < 0) return streamed(reasoned(context, `Field ${field} absent, answer ${context.number}.`));
  return json(400, {
    error: { message: `property 'messages.${at}.${field}' is unsupported`, type: "invalid_request_error" },
  });
};

/** Refuses with `code`, before its first word or, `when=after`, in the middle of them, and repeats the key it was sent. */
const refusedWithKey: Scenario = ({ params, authorization, wire }) => {
  const code = params.number("code", 500);
  const error = { code, message: `Refused: ${authorization}`, metadata: { raw: `key ${authorization.slice(7)}` } };
  if (params.text("when", "before") === "before") return json(code, { error });
  return streamed([wire.reasoning("A thought."), wire.text("Words first. "), wire.finish("error", { error })]);
};

const byStatus = Object.fromEntries(
  Object.keys(messages).map((code): [string, Scenario] => [`http-${code}`, () => failure(Number(code))]),
);

export const httpErrors: Scenarios = {
  ...byStatus,
  "http-403": () =>
    failure(403, { metadata: { reasons: ["violence"], flagged_input: "…", provider_name: "Fake Host" } }),
  "http-429": ({ params }) =>
    failure(
      429,
      { metadata: { provider_name: "Fake Host", raw: "temporarily rate-limited upstream" } },
      { "retry-after": params.text("retry-after", "2"), "x-ratelimit-remaining": "0" },
    ),
  "http-503": ({ params }) =>
    failure(
      503,
      { availability: { code: "capacity_exhausted", retryable: true, retry_after: 2 } },
      { "retry-after": params.text("retry-after", "2") },
    ),
  status,
  "refused-with-key": refusedWithKey,
  "fail-once": failOnce,
  "details-refused": detailsRefused,
  "unsupported-field": unsupportedField,
  "context-length": () =>
    failure(400, {
      message: "This endpoint's maximum context length is 8192 tokens. However, you requested about 9000 tokens.",
      metadata: { error_type: "context_length_exceeded" },
    }),
  "context-length-local": () =>
    json(400, {
      error: {
        code: 400,
        message: "the request exceeds the available context size",
        type: "exceed_context_size_error",
        n_prompt_tokens: 9000,
        n_ctx: 8192,
      },
    }),
  loading: loadingModel,
  "html-200": () => plain(200, "text/html; charset=utf-8", html),
  "html-502": () => plain(502, "text/html; charset=utf-8", html),
  "key-in-error": ({ body }) =>
    json(401, {
      error: { message: `Incorrect API key provided: sk-fake-0123456789abcdef (model ${String(body.model)})` },
    }),
};
