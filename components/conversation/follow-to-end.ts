import { pause, retryDelayMs } from "@/lib/client/pause";
import type { SendMessageBody } from "@/lib/contract/messages";
import { type FollowOptions, type FollowResult, followAnswer } from "./follow-answer";

interface FollowToEndOptions extends Pick<FollowOptions, "conversationId" | "body" | "signal" | "onFrame" | "onLine"> {
  /** the answer is renamed once the server has named it */
  answerId: () => string;
  /** whether the server is known to have this answer */
  isKnown: (answerId: string) => boolean;
}

/** Follows one answer. Connections that are lost on the way are the transport's; here it is tried again while there is none at all. */
export async function followToEnd(options: FollowToEndOptions): Promise<FollowResult> {
  const { body, answerId, isKnown, ...same } = options;
  let result = await followAnswer({ ...same, body, answerId: body ? undefined : answerId() });
  for (let attempt = 0; isLost(result, body, isKnown(answerId())) && !same.signal.aborted; attempt++) {
    same.onLine("lost");
    await pause(retryDelayMs(attempt), same.signal);
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
