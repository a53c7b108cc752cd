import "server-only";
import type { PracticeMessage } from "./request";

const prefix = "call_practice_";
const hiddenPrefix = "call_practice_hidden_";

/** The id of the one call in an answer. It comes back unchanged, and so can say that the reasoning before it was not sent. */
export function toolCallId(stampId: string, showsReasoning: boolean): string {
  return `${showsReasoning ? prefix : hiddenPrefix}${stampId.slice(-12)}`;
}

export const hidReasoning = (id: string): boolean => id.startsWith(hiddenPrefix);

/** Names of the tools an answer called; none for every other message. */
export function calledBy(message: PracticeMessage | undefined): ReadonlySet<string> {
  return new Set(message?.toolCalls.map(({ name }) => name));
}
