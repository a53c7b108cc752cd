"use client";

import { Hourglass } from "lucide-react";
import type { LiveAnswer } from "@/components/conversation/conversation-state";
import { useNow } from "@/components/ui/use-now";
import { seconds } from "@/lib/client/figures";
import type { MessageView } from "@/lib/conversation/message";
import { AttemptLine } from "./attempt-line";
import { stageOf } from "./stage-of";

/** Without a byte for this long, a way out is offered. */
const slowMs = 8000;

interface StagesProps {
  message: MessageView;
  live: LiveAnswer;
  onStop: () => void;
}

/** The stages of a run: done ones with their seconds, the present one in ink, coming ones grey. */
export function Stages({ message, live, onStop }: StagesProps) {
  const now = useNow(100);
  const timings = message.completion?.timings;
  const stage = stageOf(message);
  const elapsed = now === null ? null : Math.max(0, now - live.startedAt);
  const reasoned = message.parts.reduce(
    (sum, part) => sum + (part.type === "reasoning" ? (part.durationMs ?? 0) : 0),
    0,
  );
  const hasReasoned = message.parts.some((part) => part.type === "reasoning");
  const isWaiting = stage === "connecting" || stage === "waiting";
  const attempt = isWaiting ? live.attempt : null;
  // bytes of a refusal are none of the answer; a planned wait is nobody's silence
  const silentMs = elapsed === null ? 0 : elapsed - (attempt?.untilMs ?? 0);
  const hasByte = typeof timings?.firstByteMs === "number";
  return (
    <>
      <ol className="stages" aria-live="polite">
        {attempt ? (
          <AttemptLine attempt={attempt} elapsedMs={elapsed} />
        ) : stage === "connecting" ? (
          <Now label="Connecting" ms={elapsed} />
        ) : (
          <li className="done">
            Connected {typeof timings?.connectMs === "number" && <span aria-hidden>{seconds(timings.connectMs)}</span>}
          </li>
        )}
        {typeof timings?.firstByteMs === "number" && (
          <li className="done">
            First byte <span aria-hidden>{seconds(timings.firstByteMs)}</span>
          </li>
        )}
        {stage === "waiting" && !attempt && <Now label="Waiting for the provider" ms={elapsed} />}
        {stage === "reasoning" ? (
          <li className="now">Reasoning</li>
        ) : (
          // one that goes on has often reasoned before: what comes is not known
          ((isWaiting && live.keptParts === 0) || hasReasoned) && (
            <li className={isWaiting ? undefined : "done"}>
              Reasoning {!isWaiting && reasoned > 0 && <span aria-hidden>{seconds(reasoned)}</span>}
            </li>
          )
        )}
        {stage === "tool" && <li className="now">{`Running ${runningTools(message)}`}</li>}
        {stage === "after-tool" && <li className="now">Waiting for the provider</li>}
        <li className={stage === "answering" ? "now" : undefined}>Answering</li>
        {!isWaiting && elapsed !== null && (
          <li className="sum" aria-hidden>
            {seconds(elapsed)} in all
          </li>
        )}
      </ol>
      {isWaiting && live.lostAt === null && !hasByte && silentMs >= slowMs && (
        <div className="notice" role="status">
          <Hourglass className="i" aria-hidden />
          <p className="title">{`No byte from ${attempt?.connectionName || message.completion?.connectionName || "the provider"} for ${Math.floor(silentMs / 1000)} seconds.`}</p>
          <p className="muted">Your question is kept.</p>
          <div className="row">
            <button type="button" className="btn" onClick={onStop}>
              End the wait
            </button>
          </div>
        </div>
      )}
    </>
  );
}

function Now({ label, ms }: { label: string; ms: number | null }) {
  return (
    <li className="now">
      {label} {ms !== null && <b aria-hidden>{seconds(ms)}</b>}
    </li>
  );
}

function runningTools({ parts }: MessageView): string {
  return parts.flatMap((part) => (part.type === "tool" && part.state === "running" ? [part.name] : [])).join(", ");
}
