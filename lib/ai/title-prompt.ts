import "server-only";
import type { LanguageModelV4Prompt } from "@ai-sdk/provider";

const maxQuestion = 1_500;

/** Asks for a title of a conversation by its first question. */
export function titlePrompt(question: string): LanguageModelV4Prompt {
  return [
    {
      role: "user",
      content: [
        {
          type: "text",
          text: `Write a title of at most six words for a conversation that begins with the question below. Use the language of the question. Reply with the title alone: no quotes, no full stop.\n\n<question>\n${question.slice(0, maxQuestion)}\n</question>`,
        },
      ],
    },
  ];
}
