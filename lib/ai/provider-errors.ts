import "server-only";
import { APICallError } from "@ai-sdk/provider";
import { z } from "zod";
import { AppError } from "@/lib/errors/app-error";
import type { ErrorCode } from "@/lib/errors/codes";

/** Every known shape of an error body: nested, flat, string; all keys optional (wire notes in docs/wire.md). */
const errorObject = z.looseObject({
  message: z.string().optional(),
  code: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  error_type: z.string().nullish(),
  metadata: z.looseObject({ error_type: z.string().nullish(), provider_name: z.string().nullish() }).nullish(),
});
const errorBody = z.union([
  z.looseObject({ error: z.string() }).transform((body) => ({ message: body.error })),
  z.looseObject({ error: errorObject }).transform((body) => body.error),
  errorObject,
]);

export interface ProviderErrorFacts {
  status: number | null;
  /** the status of the HTTP answer; null when the error came inside of a stream */
  answered: number | null;
  message: string | null;
  kind: string;
  providerName: string | null;
}

/** What an error body says, tolerant of every shape; the text is capped. */
export function readErrorBody(status: number | null, body: string): ProviderErrorFacts {
  const none = { status, answered: status, message: null, kind: "", providerName: null };
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return none;
  }
  const parsed = errorBody.safeParse(json);
  if (!parsed.success) return none;
  const error: z.infer<typeof errorObject> = parsed.data;
  return {
    status: status ?? (typeof error.code === "number" ? error.code : null),
    answered: status,
    message: error.message?.slice(0, 500) ?? null,
    kind: [error.metadata?.error_type, error.error_type, error.type, error.code]
      .filter(Boolean)
      .join(" ")
      .toLowerCase(),
    providerName: error.metadata?.provider_name ?? null,
  };
}

const byStatus: Record<number, ErrorCode> = {
  401: "provider_key_denied",
  402: "provider_payment",
  403: "provider_forbidden",
  404: "provider_model_unknown",
  408: "provider_timeout",
  429: "provider_rate_limit",
  503: "provider_overloaded",
  529: "provider_overloaded",
};

function codeOf({ status, message, kind }: ProviderErrorFacts): ErrorCode {
  const text = `${kind} ${message ?? ""}`.toLowerCase();
  if (
    /context_length|exceed_context|maximum context|context (length|window|size)|too many tokens|prompt is too long/.test(
      text,
    )
  )
    return "provider_context_length";
  if (/rate_limit/.test(kind)) return "provider_rate_limit";
  if (/overloaded|capacity/.test(kind)) return "provider_overloaded";
  if (status !== null && byStatus[status]) return byStatus[status];
  if (status !== null && status >= 500) return "provider_failed";
  return "provider_refused";
}

/** A character of a key; a dot only inside of one, for at its end it ends the sentence. */
const keyCharacter = String.raw`(?:[A-Za-z0-9_*-]|\.(?=[A-Za-z0-9*]))`;
/** Values, not words: "API key provided" and "Bearer token" are what the provider wants to say. */
const secretPatterns: [pattern: RegExp, instead: string][] = [
  [new RegExp(`(?<![A-Za-z0-9])(?:(?:sk|pk|rk|gsk|csk|xai|hf|nvapi|pplx)[-_]|AIza)${keyCharacter}{3,}`, "g"), "[key]"],
  // after a word that announces one, whatever it is made of: plain words have no digit and are short
  [/(?<=\b(?:key|token|secret|bearer)[\s:="'`]{1,4})(?=\S*\d|\S{20})[^\s"'`<>,;()]{6,}/gi, "[key]"],
  // a key that the provider has masked itself still shows its ends
  [/[A-Za-z0-9_-]+\*{3,}[A-Za-z0-9_*-]*|\*{3,}[A-Za-z0-9_-]+/g, "[key]"],
  [/\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)+/g, "[key]"],
  [/(?=[A-Za-z]*\d)[A-Za-z0-9]{40,}|[A-Za-z0-9+/_-]{80,}={0,2}/g, "[…]"],
];

/** Cuts everything that could be a secret out of a sentence a provider wrote, and caps it. */
export function cleanProviderText(text: string, secrets: (string | null)[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret && secret.length >= 4) clean = clean.replaceAll(secret, "[key]");
  for (const [pattern, instead] of secretPatterns) clean = clean.replace(pattern, instead);
  return clean.replace(/\s+/g, " ").trim().slice(0, 300);
}

/** A refusal of the provider as our error: our sentence, then the provider's own words, cleaned. */
export function fromProviderFacts(
  facts: ProviderErrorFacts,
  context: { connectionName: string; secrets?: (string | null)[]; retryAfter?: string | null },
): AppError {
  const code = codeOf(facts);
  const said = facts.message ? cleanProviderText(facts.message, context.secrets) : "";
  const base =
    code === "provider_failed" && facts.answered !== null
      ? `The provider answered with an error (${facts.answered}).`
      : new AppError(code).userMessage;
  return new AppError(code, {
    provider: {
      message: base,
      providerMessage: said === "" ? null : said,
      retryAfterSeconds: shownWait(readRetryAfter(context.retryAfter ?? null, Date.now())),
    },
    detail: `${context.connectionName} answered ${facts.status ?? "in the stream"} ${facts.kind}`.trim(),
    userMessage: said === "" ? base : `${base} ${context.connectionName} says: ${said}`,
  });
}

const longestWait = 24 * 3600;
/** A longer one is as good as none. */
const shownWait = (seconds: number | null) => (seconds !== null && seconds <= longestWait ? seconds : null);

/** The header in seconds, whether it counts them or names a time; null when it says neither. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\s*\d+(\.\d+)?\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

const networkCode = z.looseObject({ code: z.string().optional(), cause: z.unknown().optional() });

/** The innermost error code of a failed connection, such as ECONNREFUSED. */
export function networkCodeOf(error: unknown): string | null {
  for (let current: unknown = error, depth = 0; current instanceof Error && depth < 6; depth += 1) {
    const parsed = networkCode.safeParse({ ...current, code: "code" in current ? current.code : undefined });
    if (parsed.success && parsed.data.code) return parsed.data.code;
    if (current instanceof AggregateError && current.errors[0]) current = current.errors[0];
    else current = current.cause;
  }
  return null;
}

/** Whatever a model call threw, as our error. */
export function toProviderError(
  error: unknown,
  context: { connectionName: string; secrets?: (string | null)[] },
): AppError {
  for (
    let current: unknown = error, depth = 0;
    current instanceof Error && depth < 6;
    current = current.cause, depth += 1
  ) {
    if (current instanceof AppError) return current;
    if (APICallError.isInstance(current) && current.statusCode !== undefined && current.statusCode >= 400) {
      const retryAfter = current.responseHeaders?.["retry-after"] ?? null;
      return fromProviderFacts(readErrorBody(current.statusCode, current.responseBody ?? ""), {
        ...context,
        retryAfter,
      });
    }
  }
  const code = networkCodeOf(error);
  if (code === "ERR_ADDRESS_NOT_ALLOWED") {
    return new AppError("provider_address", {
      cause: error,
      userMessage: "This server may not connect to that address.",
    });
  }
  if (code && /CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
    return new AppError("provider_tls", { detail: code, cause: error });
  if (code && /TIMEOUT|ETIMEDOUT/.test(code)) return new AppError("provider_timeout", { detail: code, cause: error });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new AppError("provider_unreachable", {
      detail: code,
      cause: error,
      userMessage: "The provider's name could not be found. Check the address and this server's network.",
    });
  }
  if (code === "ECONNREFUSED") {
    return new AppError("provider_unreachable", {
      detail: code,
      cause: error,
      userMessage: "Nothing answers at the provider's address. Is the server running there?",
    });
  }
  return new AppError("provider_unreachable", {
    detail: code ?? (error instanceof Error ? error.name : typeof error),
    cause: error,
  });
}
