import "server-only";
import { continuation } from "./continuation";
import type { PracticeMessage } from "./request";
import { type Script, type ScriptEntry, streamScript } from "./script";
import { failures } from "./scripts/failures";
import { helpScript } from "./scripts/help";
import { kinds } from "./scripts/kinds";
import { leapDay } from "./scripts/leap-day";
import { long } from "./scripts/long";
import { prime } from "./scripts/prime";
import { renameColumn } from "./scripts/rename-column";
import { showcase } from "./scripts/showcase";

/** In order of precedence: whole questions, then two-word entries before their single words. */
export const entries: readonly ScriptEntry[] = [prime, leapDay, renameColumn, ...failures, ...kinds, ...showcase, long];

/** The script for the request that ends with these messages. Pure: the same messages always give the same script. */
export function chooseScript(messages: readonly PracticeMessage[]): Script {
  const last = messages.at(-1);
  if (last?.role === "tool") return afterTool;
  const isPrefill = last?.role === "assistant";
  const question = (isPrefill ? lastQuestion(messages) : last?.text) ?? "";
  if (isPrefill || /^\s*(please\s+)?(continue|go on|carry on)\b/i.test(question)) {
    const answerAt = messages.findLastIndex(({ role }) => role === "assistant");
    const answer = messages[answerAt];
    if (answer) return continuation(scriptFor(lastQuestion(messages.slice(0, answerAt))), answer.text);
  }
  return scriptFor(question);
}

function scriptFor(question: string): Script {
  const entry = entries.find(({ matches }) => matches(question));
  return entry ? entry.script(question) : helpScript(entries, question);
}

function lastQuestion(messages: readonly PracticeMessage[]): string {
  return messages.findLast(({ role }) => role === "user")?.text ?? "";
}

const afterTool: Script = streamScript([
  {
    type: "answer",
    text: "The result of the tool call reached me. A model would now read it and go on; a script has nothing to add.",
  },
]);
