import "server-only";

const start = "\n\n*Scripted reply of the practice model, no AI involved.";
const hiddenNote = " Its reasoning was left out, as asked.";

const continuedNote = " I went on from where it had ended.";

interface Footer {
  check: string;
  hidesReasoning: boolean;
  /** the reasoning at its beginning belongs to an answer that was cut */
  isContinued: boolean;
}

/** The last paragraph of an answer. `check` is a sentence or "". */
export function footerOf({ check, hidesReasoning, isContinued }: Footer): string {
  return `${start}${hidesReasoning ? hiddenNote : ""}${check ? ` ${check}` : ""}${isContinued ? continuedNote : ""}*`;
}

/** An answer without its footer; null when the footer is missing or not whole, as after a stop. */
export function bodyOf(answer: string): { text: string; owesReasoning: boolean } | null {
  const text = answer.trimEnd();
  const at = text.lastIndexOf(start);
  if (at < 0 || !text.endsWith("*")) return null;
  const isOwed = !text.startsWith(hiddenNote, at + start.length) && !text.endsWith(`${continuedNote}*`);
  return { text: text.slice(0, at), owesReasoning: isOwed };
}
