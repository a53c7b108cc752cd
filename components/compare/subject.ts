import type { MessageView } from "@/lib/conversation/message";

/** What is to be compared: a question that is being written, or one that was asked. */
export type CompareSubject =
  | { type: "new"; text: string; parentId: string | null }
  | { type: "asked"; text: string; questionId: string; present: MessageView | null };

const promptBox = () => document.querySelector<HTMLTextAreaElement>("textarea[data-prompt]");

/** Into the box on the page, as if it had been typed there. */
export function writePrompt(text: string): void {
  const box = promptBox();
  if (!box) return;
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** `questionId` null, or no longer there: what is being written, at the end of the branch. */
export function subjectOf(messages: readonly MessageView[], questionId: string | null): CompareSubject {
  const question = messages.find(({ id }) => id === questionId);
  if (!question) {
    const last = messages.at(-1);
    // a question whose answers were deleted is followed by another form of it
    const parentId = last?.role === "user" ? last.parentId : (last?.id ?? null);
    return { type: "new", text: promptBox()?.value ?? "", parentId };
  }
  const present = messages.find(({ parentId, completion }) => parentId === question.id && completion) ?? null;
  const text = question.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
  return { type: "asked", text, questionId: question.id, present };
}
