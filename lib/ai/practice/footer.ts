import "server-only";

const start = "\n\n*Scripted reply of the practice model, no AI involved.";
const hiddenNote = " Its reasoning was left out, as asked.";

/** The last paragraph of an answer. `check` is a sentence or "". */
export function footerOf({ check, hidesReasoning }: { check: string; hidesReasoning: boolean }): string {
  return `${start}${hidesReasoning ? hiddenNote : ""}${check ? ` ${check}` : ""}*`;
}

/** An answer without its footer; null when the footer is missing or not whole, as after a stop. */
export function bodyOf(answer: string): { text: string; hidReasoning: boolean } | null {
  const text = answer.trimEnd();
  const at = text.lastIndexOf(start);
  if (at < 0 || !text.endsWith("*")) return null;
  return { text: text.slice(0, at), hidReasoning: text.startsWith(hiddenNote, at + start.length) };
}
