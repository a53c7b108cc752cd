import "server-only";
import type { ModelCallOutcome } from "@/lib/ai/model-call";
import { attemptsPerModel, mayFallBack, retryWaitMs, waitReasonOf } from "@/lib/ai/retry";
import { limits } from "@/lib/config/limits";
import type { AttemptView } from "@/lib/conversation/message";
import type { CallTarget } from "./run-call";

/** What the page is told; `waitMs` from now on. */
export interface AttemptNews extends Omit<AttemptView, "untilMs"> {
  waitMs: number;
}
export interface NextAttempt {
  waitMs: number;
  /** another target than before */
  isFallback: boolean;
  /** to be said now, and once the wait is over; null = nothing new */
  news: AttemptNews;
  newsAfter: AttemptNews | null;
}

export interface Attempts {
  target(): CallTarget;
  /** What follows a request that failed before its first token; null = nothing does. */
  after(outcome: ModelCallOutcome): NextAttempt | null;
  /** A request refused for its form is put right once per model and step. */
  mayCorrect(): boolean;
  corrected(): void;
  /** The tools of a call have run, a new one begins. */
  nextStep(): void;
}

/**
 * Which request follows one that failed before anything of the answer came: the same again after a wait, up to three in all; for as long
 * as a first byte may take while a server loads its model; then the next model of the list. `now` in milliseconds, any origin.
 */
export function createAttempts(options: {
  targets: [CallTarget, ...CallTarget[]];
  limitMs: number;
  now: () => number;
  random: () => number;
}): Attempts {
  const { targets, limitMs, now, random } = options;
  let place = 0;
  let total = 0;
  let seen = { failed: 0, loads: 0, since: now(), isCorrected: false };
  const fresh = () => ({ failed: 0, loads: 0, since: now(), isCorrected: false });
  const target = () => targets[place] ?? targets[0];
  const newsOf = (news: Pick<AttemptNews, "reason" | "attempt" | "of" | "waitMs">): AttemptNews => ({
    ...news,
    model: target().model,
    connectionName: target().connection.name,
    isFallback: place > 0,
  });

  function again(outcome: ModelCallOutcome): NextAttempt | null {
    const reason = waitReasonOf(outcome);
    if (reason === null) return null;
    const isLoading = reason === "loading";
    if (isLoading) seen.loads += 1;
    else seen.failed += 1;
    const waitMs = retryWaitMs(outcome, { ...seen, sinceMs: now() - seen.since, limitMs }, random);
    if (waitMs === null) return null;
    const attempt = isLoading ? seen.loads + 1 : seen.failed + 1;
    const of = isLoading ? null : attemptsPerModel;
    return {
      waitMs,
      isFallback: false,
      news: newsOf({ reason, attempt, of, waitMs }),
      // While a model loads, each look at the server is no news.
      newsAfter: isLoading ? null : newsOf({ reason: null, attempt, of, waitMs: 0 }),
    };
  }

  return {
    target,
    after(outcome) {
      total += 1;
      if (total >= limits.attemptsPerCompletion) return null;
      const next = again(outcome);
      if (next) return next;
      if (place + 1 >= targets.length || !mayFallBack(outcome)) return null;
      place += 1;
      seen = fresh();
      const news = newsOf({ reason: null, attempt: 1, of: null, waitMs: 0 });
      return { waitMs: 0, isFallback: true, news, newsAfter: null };
    },
    mayCorrect: () => !seen.isCorrected,
    corrected() {
      seen.isCorrected = true;
    },
    nextStep() {
      seen = fresh();
    },
  };
}
