import "server-only";
import { z } from "zod";
import type { PracticeMessage } from "../request";
import { reasoningText, type Script, streamScript } from "../script";

/** The answer to a request that ends with the result of a tool: it says what the tool said. */
export function toolResultScript(messages: readonly PracticeMessage[]): Script {
  const result = messages.at(-1)?.text ?? "";
  const [call] = messages.findLast(({ role }) => role === "assistant")?.toolCalls ?? [];
  const name = call?.name ?? "tool";
  return streamScript([
    {
      type: "reasoning",
      text: reasoningText([
        ["low", `The result of ${name} is here: ${result}`],
        ["medium", "It is another request than the one with the call, so I look whether my reasoning came along."],
      ]),
    },
    { type: "answer", text: sentenceFor(name, call?.arguments ?? "", result) },
  ]);
}

const sumSchema = z.object({ expression: z.string() });

function sentenceFor(name: string, input: string, result: string): string {
  if (result.startsWith("Error:")) {
    return `I called \`${name}\`, and it did not work. It told me: ${quoted(result)}A model would now try something else; a script leaves it at that.`;
  }
  if (name === "calculator") {
    const { expression } = sumSchema.catch({ expression: "that" }).parse(readJson(input));
    return `**\`${expression}\` is \`${result}\`.** The calculator of this server worked it out; I only asked, and read what came back.`;
  }
  if (name === "current_time") {
    return `The clock of this server says **${result}**. I asked it a moment ago; a script by itself has no idea what time it is.`;
  }
  return `I called \`${name}\`, and this came back: ${quoted(result)}A model would now read it and go on; a script has nothing to add.`;
}

const quoted = (text: string) => `\n\n> ${text.replaceAll("\n", "\n> ")}\n\n`;

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
