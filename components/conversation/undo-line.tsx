"use client";

import { Trash2, X } from "lucide-react";
import { useEffect, useRef } from "react";
import { focusPrompt } from "@/components/composer/focus-prompt";
import type { Removed } from "./conversation-state";

interface UndoLineProps {
  removed: Removed;
  onUndo: () => void;
  onClose: () => void;
}

/** What has just been deleted, and the way back, as long as there is one. */
export function UndoLine({ removed, onUndo, onClose }: UndoLineProps) {
  const button = useRef<HTMLButtonElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    // what was deleted had the focus: the next key should not land nowhere
    if (document.activeElement === null || document.activeElement === document.body) button.current?.focus();
    const timer = setTimeout(() => close.current(), removed.undoMs);
    return () => clearTimeout(timer);
  }, [removed]);
  return (
    <p className="remark undo">
      <Trash2 className="i s" aria-hidden />
      <span>{removed.messages === 1 ? "1 message deleted." : `${removed.messages} messages deleted.`}</span>
      <button
        ref={button}
        type="button"
        className="btn"
        onClick={(event) => {
          onUndo();
          // by the keyboard: the button goes, the focus should not go with it
          if (event.detail === 0) focusPrompt();
        }}
      >
        Undo
      </button>
      <button type="button" className="icon sm" aria-label="Close" onClick={onClose}>
        <X className="i s" aria-hidden />
      </button>
    </p>
  );
}
