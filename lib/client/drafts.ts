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

const unsentPrefix = "verbatim:unsent:";

/** A question on its way to the server, until the server says that it is stored. One per conversation; "new" as above. */
export function keepUnsent(key: string, { id, text }: { id: string; text: string }): void {
  if (text.length > maxDraftLength) return;
  try {
    localStorage.setItem(unsentPrefix + key, `${id}\n${text}`);
  } catch {
    // as above
  }
}

export function dropUnsent(key: string): void {
  try {
    localStorage.removeItem(unsentPrefix + key);
  } catch {
    // as above
  }
}

/** The conversation has got its id. */
export function moveUnsent(from: string, to: string): void {
  const unsent = readUnsent(from);
  dropUnsent(from);
  if (unsent) keepUnsent(to, unsent);
}

/** What never arrived is a draft again, before what was typed after it. `isStored`: it did arrive, only the answer to it was lost. */
export function reviveUnsent(key: string, isStored: (messageId: string) => boolean): void {
  const unsent = readUnsent(key);
  if (!unsent) return;
  dropUnsent(key);
  const draft = readDraft(key);
  if (!isStored(unsent.id)) writeDraft(key, draft === "" ? unsent.text : `${unsent.text}\n\n${draft}`);
}

function readUnsent(key: string): { id: string; text: string } | null {
  try {
    const stored = localStorage.getItem(unsentPrefix + key);
    const end = stored?.indexOf("\n") ?? -1;
    return stored === null || end < 0 ? null : { id: stored.slice(0, end), text: stored.slice(end + 1) };
  } catch {
    return null;
  }
}

/** All of them, of every conversation. */
export function forgetDrafts(): void {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(prefix) || key.startsWith(unsentPrefix)) localStorage.removeItem(key);
  } catch {
    // nothing is kept where nothing can be
  }
}
