import "server-only";

/** Longer messages are about something else than our words, even when one of them occurs. */
const longestCommand = 60;

/** Whether a short message contains the word or phrase, or a longer one has it as its whole first line. */
export function asksFor(word: string): (question: string) => boolean {
  const asWord = new RegExp(`(?<![\\p{L}\\p{N}])${word.replaceAll(" ", "\\s+")}(?![\\p{L}\\p{N}])`, "iu");
  return (question) => {
    const text = question.trim();
    const [firstLine = ""] = text.split("\n", 1);
    return text.length <= longestCommand ? asWord.test(text) : firstLine.trim().toLowerCase() === word;
  };
}
