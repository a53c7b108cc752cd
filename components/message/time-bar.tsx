import type { MessagePart, Timings } from "@/lib/conversation/message";
import { timeShares } from "./time-shares";

interface TimeBarProps {
  timings: Timings;
  parts: readonly MessagePart[];
}

/** Waiting, reasoning, answering, as shares of the whole. */
export function TimeBar({ timings, parts }: TimeBarProps) {
  const shares = timeShares(timings, parts);
  if (!shares) return null;
  const { waitMs, reasoningMs, answerMs } = shares;
  const share = (ms: number) => `${(ms / (waitMs + reasoningMs + answerMs)) * 100}%`;
  return (
    <span className="time" aria-hidden>
      <i className="t-wait" style={{ width: share(waitMs) }} />
      {reasoningMs > 0 && <i className="t-think" style={{ width: share(reasoningMs) }} />}
      {answerMs > 0 && <i className="t-say" style={{ width: share(answerMs) }} />}
    </span>
  );
}
