import { readDraft, writeDraft } from "@/lib/client/drafts";

/** What was being written for a conversation that is gone waits on the empty page, behind what may wait there already. */
export function carryDraft(conversationId: string): boolean {
  const box = document.querySelector<HTMLTextAreaElement>("textarea[data-prompt]");
  const text = box?.value ?? readDraft(conversationId);
  writeDraft(conversationId, "");
  if (text.trim() === "") return false;
  const waiting = readDraft("new");
  const isThere = waiting.trim() === "" || text.startsWith(waiting) || waiting.startsWith(text);
  writeDraft("new", isThere ? text : `${waiting}\n\n${text}`);
  return true;
}
