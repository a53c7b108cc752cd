import "server-only";
import type { WaitReason } from "@/lib/conversation/message";
import type { ErrorCode } from "@/lib/errors/codes";
import type { ModelCallOutcome } from "./model-call";

/** What a request said that decides whether, and when, it is sent again. */
export type RetryFacts = Pick<
  ModelCallOutcome,
  "outcome" | "hasBegun" | "status" | "networkCode" | "retryAfterSeconds" | "refusal" | "error"
>;

/** Requests to one model in one step: the first and two more. */
export const attemptsPerModel = 3;
/** A provider that asks for a longer wait is not asked again by itself; the button counts it down. */
const longestRetryAfter = 30;
const backoffMs = [1000, 3000] as const;
const loadingMs = [1000, 2000, 4000, 5000] as const;
/** A wait for a loading server is at most so many requests long, however long it may take. */
const loadingRequests = 40;

/** 429 and 529: too many. 502 and 503: nobody there to answer just now. Other failures would be the same a second later. */
const byStatus: Readonly<Record<number, WaitReason>> = {
  429: "limited",
  502: "overloaded",
  503: "overloaded",
  529: "overloaded",
};

/** Failures of the line that may be gone in a second. A name that does not exist and a bad certificate are not among them. */
const passing = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "UND_ERR_SOCKET",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** llama-server says it as type and as message; others at least in words. */
const loading = /\bunavailable_error\b|\bloading (?:the )?model\b|\bmodel is (?:still )?(?:being )?load(?:ing|ed)\b/i;

/** Why the same request may work in a moment; null = it would not, or something of the answer has already come. */
export function waitReasonOf({ outcome, hasBegun, status, networkCode, refusal }: RetryFacts): WaitReason | null {
  if (hasBegun || outcome === "done" || outcome === "stopped") return null;
  if (refusal !== null) {
    if (status === 503 && loading.test(refusal.body)) return "loading";
    return status === null ? null : (byStatus[status] ?? null);
  }
  return networkCode !== null && passing.has(networkCode) ? "unreachable" : null;
}

interface Waited {
  /** requests to this model that failed for a moment's reason, this one included; from 1 */
  failed: number;
  /** requests that found the model loading, this one included */
  loads: number;
  /** since the first request to this model in this step */
  sinceMs: number;
  /** as long as a first byte may take */
  limitMs: number;
}

/**
 * How long to wait before the same request goes out again; null = not by itself. `random`: 0 to 1, so that many conversations of one
 * installation do not come back at the same moment.
 */
export function retryWaitMs(facts: RetryFacts, waited: Waited, random: () => number): number | null {
  const reason = waitReasonOf(facts);
  if (reason === null) return null;
  const { retryAfterSeconds } = facts;
  if (retryAfterSeconds !== null && retryAfterSeconds > longestRetryAfter) return null;
  if (reason === "loading") {
    const least = loadingMs[Math.min(waited.loads, loadingMs.length) - 1] ?? 0;
    const waitMs = Math.max(
      least,
      (retryAfterSeconds ?? 0) * 1000,
      waited.loads > 4 ? waited.limitMs / loadingRequests : 0,
    );
    return waited.sinceMs + waitMs <= waited.limitMs ? Math.round(waitMs) : null;
  }
  if (waited.failed >= attemptsPerModel) return null;
  const jitter = random();
  // What was asked for is never undercut.
  if (retryAfterSeconds !== null) return Math.round(retryAfterSeconds * 1000 + jitter * 250);
  const base = backoffMs[Math.min(waited.failed, backoffMs.length) - 1] ?? 0;
  return Math.round(base * (0.8 + 0.4 * jitter));
}

/** Failures after which another model at another place may well answer. A request that is wrong or too long is so everywhere. */
const elsewhere: readonly ErrorCode[] = [
  "provider_rate_limit",
  "provider_overloaded",
  "provider_failed",
  "provider_unreachable",
  "provider_tls",
  "provider_timeout",
  "provider_key_denied",
  "provider_payment",
  "provider_model_unknown",
];

/** Whether the next model of the list is asked instead. */
export function mayFallBack({ outcome, hasBegun, error }: RetryFacts): boolean {
  if (hasBegun || error === null || outcome === "done" || outcome === "stopped") return false;
  // A line that broke after signs of life, before the first word.
  return elsewhere.includes(error.code) || error.code === "provider_cut";
}
