import type { SendMessageBody } from "@/lib/contract/messages";
import type { FollowOptions, FollowResult } from "./follow-answer";

interface FollowToEndOptions extends Pick<FollowOptions, "conversationId" | "body" | "signal" | "onFrame"> {
  /** the answer is renamed once the server has named it */
  answerId: () => string;
  /** whether the server is known to have this answer */
  isKnown: (answerId: string) => boolean;
  onLost: () => void;
}

/** Follows one answer through as many connections as it takes. */
export async function followToEnd(options: FollowToEndOptions): Promise<FollowResult> {
  const { body, answerId, isKnown, onLost, ...same } = options;
  const { followAnswer } = await import("./follow-answer");
  let result = await followAnswer({ ...same, body, answerId: body ? undefined : answerId() });
  for (let attempt = 0; isLost(result, body, isKnown(answerId())) && !same.signal.aborted; attempt++) {
    onLost();
    await pause(Math.min(500 * 2 ** attempt, 8000), same.signal);
    if (same.signal.aborted) break;
    result = await followAnswer({ ...same, body: null, answerId: answerId() });
  }
  return result;
}

/** A lost connection is taken up again, unless the message itself never arrived. */
function isLost(result: FollowResult, body: SendMessageBody | null, isKnown: boolean): boolean {
  if (result.kind === "broken") return body === null || isKnown;
  return (
    result.kind === "refused" && (body === null || isKnown) && (result.error.status === 0 || result.error.status >= 502)
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    signal.addEventListener("abort", done, { once: true });
  });
}
