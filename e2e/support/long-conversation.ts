import { randomUUID } from "node:crypto";

const at = "2026-03-01T10:00:00.000Z";
const nothing = { connectMs: null, firstByteMs: null, firstReasoningMs: null, firstAnswerMs: null, totalMs: 1500 };
/** Of unequal length, so that no guess of a height is right. */
const paragraphs = (index: number) =>
  Array.from({ length: 1 + (index % 5) }, (_, line) => `Paragraph ${line + 1}. ${"All of it is read. ".repeat(12)}`);

/** A file for the import: questions "Question 1" … and answers "Answer 1" …, each answer with reasoning; `words` go with a question of this number. */
export function longConversation(turns: number, words: Record<number, string> = {}) {
  const messages: object[] = [];
  let parentId: string | null = null;
  for (let index = 1; index <= turns; index += 1) {
    const [question, answer] = [randomUUID(), randomUUID()];
    const plain = { createdAt: at, status: "done", editedFromId: null, continuesId: null };
    messages.push({
      ...{ ...plain, id: question, parentId, role: "user", siblings: [question], completion: null },
      parts: [{ type: "text", text: [`Question ${index}`, words[index]].filter(Boolean).join(" "), callId: null }],
    });
    messages.push({
      ...{ ...plain, id: answer, parentId: question, role: "assistant", siblings: [answer] },
      parts: [
        { type: "reasoning", text: paragraphs(index).join("\n\n"), kind: "raw", durationMs: 700, callId: null },
        { type: "text", text: `Answer ${index}\n\n${paragraphs(index + 2).join("\n\n")}`, callId: null },
      ],
      completion: {
        ...{ id: randomUUID(), status: "done", connectionId: null, connectionName: "Seed", model: "seed/model" },
        ...{ finishReason: "stop", settings: {}, requestedSettings: {}, error: null, startedAt: at, endedAt: at },
        ...{ servedModel: null, provider: null, usage: null, cost: null, timings: nothing, calls: [] },
      },
    });
    parentId = answer;
  }
  return {
    ...{ format: "verbatim-conversation", version: 2, id: randomUUID(), title: "Long", titleSource: "person" },
    ...{ activeLeafId: parentId, connectionId: null, model: null, settings: {}, createdAt: at, lastActivityAt: at },
    messages,
  };
}
