"use client";

import { useCountdown } from "@/components/ui/use-countdown";
import type { CompletionView } from "@/lib/conversation/message";

/** A longer wait is said, not enforced, s: by then another model may be the better choice. */
const longestWait = 120;

interface TryAgainProps {
  isBusy: boolean;
  completion?: CompletionView | null;
  /** another button is the next step */
  isQuiet?: boolean;
  onClick: () => void;
}

/** Counts down where the provider asked to wait: before that, the same request would be refused again. */
export function TryAgain({ isBusy, completion, isQuiet = false, onClick }: TryAgainProps) {
  const seconds = completion?.error?.retryAfterSeconds ?? null;
  const until =
    completion && seconds !== null && seconds <= longestWait
      ? Date.parse(completion.startedAt) + (completion.timings.totalMs ?? 0) + seconds * 1000
      : null;
  const left = useCountdown(until, longestWait);
  return (
    <button
      type="button"
      className={`btn num ${isQuiet ? "quiet" : "primary"}`}
      // the seconds are for the eyes: read out one by one, they would drown everything else
      aria-label="Try again"
      disabled={isBusy || left > 0}
      onClick={onClick}
    >
      {left > 0 ? `Try again in ${left} s` : "Try again"}
    </button>
  );
}

/** "The provider asks to wait 5 min." for a wait that the button does not count. */
export function longWait(completion: CompletionView | null): string | null {
  const seconds = completion?.error?.retryAfterSeconds ?? null;
  if (seconds === null || seconds <= longestWait) return null;
  const minutes = Math.ceil(seconds / 60);
  return `The provider asks to wait ${minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`}.`;
}
