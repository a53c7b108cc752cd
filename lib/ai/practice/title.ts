import "server-only";
import type { PracticeMessage } from "./request";

const longestTitle = 48;

const knownTitles: readonly (readonly [RegExp, string])[] = [
  [/2[,. ]?147[,. ]?483[,. ]?647/, "Is 2,147,483,647 prime?"],
  [/29(th)? (of )?feb\w* 1900|feb\w* 29(th)?,? 1900/i, "29 February 1900"],
  [/rename.*column/is, "Renaming a Postgres column without downtime"],
];

/** A title from the first question: known ones by heart, others from their first sentence. */
export function titleFor(messages: readonly PracticeMessage[]): string {
  const question = firstQuestion(messages);
  const known = knownTitles.find(([pattern]) => pattern.test(question));
  if (known) return known[1];
  const plain = question
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/[#*_`>[\]]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const sentence = plain.match(/^.*?[.!?](?=\s|$)/)?.[0] ?? plain;
  const short =
    sentence.length <= longestTitle ? sentence : `${sentence.slice(0, longestTitle).replace(/\s\S*$/, "")} …`;
  const title = short.replace(/[.!,;:]+$/, "");
  return title ? title.charAt(0).toUpperCase() + title.slice(1) : "Practice conversation";
}

/** Title requests send the conversation as it was, or its beginning quoted inside one message. */
function firstQuestion(messages: readonly PracticeMessage[]): string {
  const text = messages.find(({ role }) => role === "user")?.text ?? "";
  const quoted = /<(question|user|message|conversation)>\s*([\s\S]*?)\s*<\/\1>/i.exec(text)?.[2];
  return (quoted ?? text).replace(/^[\s\S]*?^(user|question|you):\s*/im, "");
}
