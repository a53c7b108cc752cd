/** What was typed and not sent, per conversation, kept across reloads. "new" stands for the empty page. */
const prefix = "verbatim:draft:";
/** Larger pastes are not kept: storage is a few megabytes, and writing half a megabyte on a key press is felt. */
const maxDraftLength = 200_000;

export function readDraft(key: string): string {
  try {
    return localStorage.getItem(prefix + key) ?? "";
  } catch {
    return "";
  }
}

export function writeDraft(key: string, text: string): void {
  try {
    if (text === "" || text.length > maxDraftLength) localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, text);
  } catch {
    // private windows and full storage: a draft is a courtesy, typing goes on
  }
}

/** All of them, of every conversation. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // nothing is kept where nothing can be
  }
}
