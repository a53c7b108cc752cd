import "server-only";
import { continuation } from "./continuation";
import { prefilled } from "./prefill";
import type { PracticeMessage } from "./request";
import type { Script, ScriptEntry } from "./script";
import { failures } from "./scripts/failures";
import { helpScript } from "./scripts/help";
import { kinds } from "./scripts/kinds";
import { leapDay } from "./scripts/leap-day";
import { long } from "./scripts/long";
import { prime } from "./scripts/prime";
import { renameColumn } from "./scripts/rename-column";
import { showcase } from "./scripts/showcase";
import { toolResultScript } from "./scripts/tool-result";
import { tools } from "./scripts/tools";
import { calledBy } from "./tool-calls";

/** In order of precedence: whole questions, then two-word entries before their single words, at last what any sum or time asks for. */
export const entries: readonly ScriptEntry[] = [
  prime,
  leapDay,
  renameColumn,
  ...failures,
  ...kinds,
  ...showcase,
  long,
  ...tools,
];

/**
 * The script for the request that ends with these messages and offers these tools. Pure: the same request always gets the same script.
 */
export function chooseScript(messages: readonly PracticeMessage[], offered: ReadonlySet<string>): Script {
  const last = messages.at(-1);
  if (last?.role === "tool") return toolResultScript(messages);
  if (last?.role === "assistant") return prefilled(chooseScript(messages.slice(0, -1), offered), last.text);
  const question = last?.text ?? "";
  if (/^\s*(please\s+)?(continue|go on|carry on)\b/i.test(question)) {
    const answerAt = messages.findLastIndex(({ role }) => role === "assistant");
    const answer = messages[answerAt];
    if (answer) return continuation(scriptOfAnswer(messages, answerAt), answer.text);
  }
  const entry = entries.find(({ matches }) => matches(question));
  return entry ? entry.script(question, offered) : helpScript(entries, question);
}

/** The script that an earlier answer must have had. Which tools it was offered shows in what it called. */
export function scriptOfAnswer(messages: readonly PracticeMessage[], position: number): Script {
  return chooseScript(messages.slice(0, position), calledBy(messages[position]));
}
