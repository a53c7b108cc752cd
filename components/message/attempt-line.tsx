import { seconds } from "@/lib/client/figures";
import type { AttemptView, WaitReason } from "@/lib/conversation/message";

const reasons: Record<Exclude<WaitReason, "loading">, string> = {
  limited: "the provider is limiting requests",
  overloaded: "the provider is overloaded",
  unreachable: "the provider cannot be reached",
};

interface AttemptLineProps {
  attempt: AttemptView;
  /** since the answer began; null until the page runs */
  elapsedMs: number | null;
}

/** Why the first word is not there yet, when the first request did not bring it. */
export function AttemptLine({ attempt, elapsedMs }: AttemptLineProps) {
  const { reason, of, isFallback, untilMs } = attempt;
  if (reason === "loading")
    return (
      <li className="now">
        The server is loading the model {elapsedMs !== null && <b aria-hidden>{seconds(elapsedMs)}</b>}
      </li>
    );
  const which = of === null ? "" : ` (attempt ${attempt.attempt} of ${of})`;
  if (reason === null)
    return (
      <li className="now">{`${isFallback ? `Trying ${attempt.model} at ${attempt.connectionName}` : "Trying again"}${which}`}</li>
    );
  const left = elapsedMs === null ? null : Math.max(0, Math.ceil((untilMs - elapsedMs) / 1000));
  return (
    <li className="now">
      {/* one sentence: the stages set their parts apart */}
      <span>
        Waiting
        {/* the seconds are for the eyes: read out one by one, they would drown everything else */}
        {left !== null && (
          <span className="num" aria-hidden>
            {` ${left} s`}
          </span>
        )}
        {`: ${reasons[reason]}${which}`}
      </span>
    </li>
  );
}
