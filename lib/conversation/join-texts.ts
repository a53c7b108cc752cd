import type { MessagePart } from "./message";

/** The words before and after the place where an answer was cut are one text: a word, a list or a table may go on across it. */
export function joinTexts(parts: readonly MessagePart[]): readonly MessagePart[] {
  if (!parts.some((part, index) => part.type === "text" && parts[index - 1]?.type === "text")) return parts;
  const joined: MessagePart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.type === "text" && last?.type === "text")
      joined[joined.length - 1] = { type: "text", text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
