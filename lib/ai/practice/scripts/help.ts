import "server-only";
import { reasoningText, type Script, type ScriptEntry, streamScript } from "../script";

const isQuestion = ({ word }: ScriptEntry) => /[.?]$/.test(word);

/** What "help" and everything unknown gets: where one is, what this is not, and what can be tried. */
export function helpScript(entries: readonly ScriptEntry[], question: string): Script {
  const isAsked = /^\s*((help|hi|hello)[\s.!?]*|\?*\s*)$/i.test(question);
  const beginning = isAsked
    ? "Welcome to **Verbatim**, a chat for reasoning models that keeps every thought, word for word."
    : "I have no script for that: **I am not an AI, and I did not understand your message.** I am the practice model of Verbatim, and I reply to a few words and questions from a script.";
  const list = (some: ScriptEntry[]) => some.map(({ word, about }) => `| \`${word}\` | ${about} |`).join("\n");
  const isFailure = ({ word }: ScriptEntry) => word.startsWith("error");
  const words = entries.filter((entry) => !isQuestion(entry) && !isFailure(entry));

  const answer = `${beginning}

- **What Verbatim does.** It shows a model's reasoning as it arrives, keeps it unchanged, and sends it back with your next message exactly as it was, signatures included.
- **What I do.** I stream written replies with written reasoning, so that you can try everything here without a key, a network or a cent. On every later turn I check whether my earlier reasoning came back unchanged, and tell you.
- **For real answers**, connect a provider under Settings, Connections.

**Questions with real answers**

${entries
  .filter(isQuestion)
  .map(({ word }) => `- ${word}`)
  .join("\n")}

**Words to try**

| type | and see |
|---|---|
${list(words)}
| \`continue\` | the rest of an answer that was stopped or cut |

**Failures to practise with**

| type | and see |
|---|---|
${list(entries.filter(isFailure))}`;

  return streamScript([
    {
      type: "reasoning",
      text: reasoningText([
        [
          "low",
          isAsked
            ? "Help is wanted: say what this is and what can be tried."
            : "None of my words occurs in this message, so I must say so plainly, and then what I can do.",
        ],
        ["medium", "Order: first what Verbatim is, then what I am not, then the list. Long lists are read last."],
        ["high", "It should be clear that no AI is behind this, also to someone who reads only the first two lines."],
      ]),
    },
    { type: "answer", text: answer },
  ]);
}
