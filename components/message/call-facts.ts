import type { CallView } from "@/lib/conversation/message";

/** What the requests of an answer did not say although it was asked for: each name once, as the last try of each step had it. */
export function notSent(calls: readonly CallView[]): string[] {
  return [...new Set(lastTries(calls).flatMap(({ ignored }) => ignored))];
}

/** "after the server refused its form"; null when every request went out once. */
export function sentAgain(calls: readonly CallView[]): string | null {
  const count = calls.length - lastTries(calls).length;
  if (count === 0) return null;
  return `${count === 1 ? "" : `${count} times, `}after the server refused its form`;
}

function lastTries(calls: readonly CallView[]): CallView[] {
  return calls.filter((call) => !calls.some(({ step, attempt }) => step === call.step && attempt > call.attempt));
}
