import type { CallView, CompletionView } from "@/lib/conversation/message";

/** What the requests of an answer did not say although it was asked for: each name once, as the last try of each step had it. */
export function notSent(calls: readonly CallView[]): string[] {
  return [...new Set(lastTries(calls).flatMap(({ ignored }) => ignored))];
}

/** "after the server refused its form"; null when every request went out as it first was. */
export function sentAgain(calls: readonly CallView[]): string | null {
  const count = calls.filter((call, index) => isPutRight(call, calls[index + 1])).length;
  if (count === 0) return null;
  return `${count === 1 ? "" : `${count} times, `}after the server refused its form`;
}

/** The model that was asked last; it is another one than the person's where the list of fallbacks was needed. */
export function answeringModel({ model, calls }: Pick<CompletionView, "model" | "calls">): string {
  return calls.at(-1)?.requestedModel || model;
}

/** The same step, the same model, and no wait in between: what follows is the request in another form. */
function isPutRight(call: CallView, next: CallView | undefined): boolean {
  const isSame = next?.step === call.step && next.requestedModel === call.requestedModel;
  return isSame && next.connectionId === call.connectionId && next.waitedMs === null;
}

/** Whether there is more to tell about the requests than that they were answered. */
export function hasAttempts(calls: readonly CallView[]): boolean {
  return calls.length > lastTries(calls).length;
}

function lastTries(calls: readonly CallView[]): CallView[] {
  return calls.filter((call) => !calls.some(({ step, attempt }) => step === call.step && attempt > call.attempt));
}
