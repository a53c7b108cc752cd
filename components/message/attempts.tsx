import { seconds } from "@/lib/client/figures";
import type { CallView } from "@/lib/conversation/message";

interface AttemptsProps {
  calls: readonly CallView[];
  /** of the completion, for calls that do not say theirs */
  connectionName: string;
}

/** Every request of an answer, in order: whom it went to, how long it was held back, and what came. */
export function Attempts({ calls, connectionName }: AttemptsProps) {
  return (
    <ol className="attempts" aria-label="Attempts">
      {calls.map((call) => (
        <li key={call.id}>
          <span className="mono">{call.requestedModel}</span>
          {` at ${call.connectionName || connectionName || "a connection that is gone"}`}
          {call.waitedMs !== null && `, after ${seconds(call.waitedMs)}`}
          {`: ${cameOf(call)}`}
          {call.error?.providerMessage && (
            <span className="muted" dir="auto">
              {" "}
              {call.error.providerMessage}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** "429, The provider is limiting requests." */
function cameOf({ error, outcome, finishReason }: CallView): string {
  if (error) return `${error.status === null ? "" : `${error.status}, `}${error.message}`;
  if (outcome === "done") return finishReason === "tool_calls" ? "answered with tool calls" : "answered";
  return outcome;
}
