import { cutAtWord } from "./cut-at-word";

const maxTitle = 60;

/** A title by rule from the first question, at once: its first sentence or line, without Markdown marks, cut at a word. */
export function titleFromQuestion(text: string): string {
  const line =
    text
      .slice(0, 1000)
      .split(/\r?\n/)
      .map((part) =>
        part
          .replace(/^[\s#>*`\-–—]+|[*`_#]+/g, " ")
          .replace(/\s+/g, " ")
          .trim(),
      )
      .find((part) => part !== "") ?? "";
  if (line === "") return "New conversation";
  const sentence = /^(.{12,}?[.!?。！？])(\s|$)/.exec(line)?.[1] ?? line;
  return cutAtWord(sentence.replace(/[.。]$/, ""), maxTitle, maxTitle / 2);
}

/** A title from a model's reply: one line, no quotes, no label; null when nothing usable is left. */
export function titleFromModel(reply: string): string | null {
  const line = reply
    .split(/\r?\n/)
    .map((part) => part.trim())
    .find((part) => part !== "");
  if (!line) return null;
  const clean = line
    .replace(/^(title|titel)\s*:\s*/i, "")
    .replace(/^["'“”„«*_`\s]+|["'“”«»*_`.\s]+$/g, "")
    .replace(/\s+/g, " ");
  return clean === "" || clean.length > 200 ? null : cutAtWord(clean, maxTitle, maxTitle / 2);
}
