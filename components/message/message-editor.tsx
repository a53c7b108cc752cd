"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { readDraft, writeDraft } from "@/lib/client/drafts";
import { isSendKey } from "@/lib/client/keyboard";

interface MessageEditorProps {
  messageId: string;
  /** as it stands */
  text: string;
  saveLabel: string;
  isBusy: boolean;
  /** false: it could not be stored, and stays here */
  onSave: (text: string) => Promise<boolean> | undefined;
  onClose: () => void;
}

const draftDelayMs = 300;

/**
 * The words of a message, to be changed where they stand. Nothing is lost by leaving: what was typed is there again when it is opened
 * again, and what was sent is one press away. The keys are those of the prompt box.
 */
export function MessageEditor({ messageId, text, saveLabel, isBusy, onSave, onClose }: MessageEditorProps) {
  const draftKey = `edit:${messageId}`;
  const box = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [draft, setDraft] = useState(() => readDraft(draftKey) || text);
  const canSave = !isBusy && /\S/.test(draft) && draft !== text;

  useEffect(() => {
    const { current } = box;
    if (!current) return;
    current.focus({ preventScroll: true });
    current.setSelectionRange(current.value.length, current.value.length);
    current.scrollIntoView({ block: "nearest" });
  }, []);

  const change = (next: string) => {
    setDraft(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => writeDraft(draftKey, next === text ? "" : next), draftDelayMs);
  };
  const close = () => {
    clearTimeout(timer.current);
    writeDraft(draftKey, draft === text ? "" : draft);
    // the button that opened it, else the focus would fall off the page
    const opener = box.current
      ?.closest("[data-message-id]")
      ?.querySelector<HTMLElement>('[aria-label="Edit"], [aria-label="More actions"]');
    onClose();
    opener?.focus({ preventScroll: true });
  };
  const isSaving = useRef(false);
  const save = async () => {
    // a second Enter on the way would be a second copy
    if (!canSave || isSaving.current) return;
    isSaving.current = true;
    clearTimeout(timer.current);
    writeDraft(draftKey, draft);
    try {
      if ((await onSave(draft)) !== false) writeDraft(draftKey, "");
    } finally {
      isSaving.current = false;
    }
  };
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") {
      // the page's own Escape stops answers
      event.preventDefault();
      close();
    } else if (event.target === box.current && isSendKey(event.nativeEvent)) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <form
      className="editor"
      aria-label="Edit message"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={box}
        aria-label="Edited message"
        dir="auto"
        autoComplete="off"
        rows={2}
        value={draft}
        onChange={(event) => change(event.target.value)}
      />
      <div className="row">
        <button type="submit" className="btn primary" aria-label="Save" disabled={!canSave}>
          {saveLabel}
        </button>
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
        {draft !== text && (
          <button type="button" className="btn quiet" onClick={() => change(text)}>
            Back to the original
          </button>
        )}
      </div>
    </form>
  );
}
